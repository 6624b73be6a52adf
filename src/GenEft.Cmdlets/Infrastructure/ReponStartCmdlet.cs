using System.Collections;
using System.Globalization;
using System.Management.Automation;
using GenEft.Dynamics;
using GenEft.Dynamics.Simulation;

namespace GenEft.Infrastructure;

/// <summary>Where two repons and their decoder start, as scalars or matrices: shared by the cmdlets that judge and follow them.</summary>
public abstract class ReponStartCmdlet : GenEftCmdlet
{
    private readonly UnknownColumns _unknownColumns = new(typeof(ReponPhaseResult), typeof(ReponTrajectoryPoint), typeof(ReponComparison));

    /// <summary>A row of settings; each property named like a parameter sets it, any other gives a warning.</summary>
    [Parameter(Mandatory = false, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>a_2 at the start.</summary>
    [Parameter(Mandatory = false, Position = 0, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? DecoderScale { get; set; } = [1];

    /// <summary>c at the start: half the separation.</summary>
    [Parameter(Mandatory = false, Position = 1, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Separation { get; set; } = [1];

    /// <summary>r at the start, half the separation: d numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] Displacement { get; set; } = [];

    /// <summary>eta_enc, greater than 0: per unit of time.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [InvariantNumber]
    public double[] EncoderLearningRate { get; set; } = [1];

    /// <summary>eta_dec, greater than 0: per unit of time.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [InvariantNumber]
    public double[] DecoderLearningRate { get; set; } = [1];

    /// <summary>The number of repons in the cluster that one repon meets (Eq. 13).</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? ClusterSize { get; set; } = [1];

    /// <summary>Whether the initial conditions are numbers, and not matrices.</summary>
    private protected bool IsScalar => ParameterSetName == "Scalar";

    /// <summary>Refuses what is no row, rows whose DecoderScale and Separation are lengths in more dimensions than one, and numbers that are
    /// empty; warns of columns that set nothing.</summary>
    /// <exception cref="GenEftException">ShapeMismatch or ValueOutOfRange.</exception>
    private protected void CheckRow()
    {
        // A default would run in the place of a variable that is misspelt, or of a table that is none.
        bool isRow = InputObject is not null && InputObject.BaseObject is not (IConvertible or IDictionary)
            && InputObject.Properties.Any(property => MyInvocation.MyCommand.Parameters.ContainsKey(property.Name));
        if (!isRow && MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, $"The input is '{InputObject}'; it must be a row with properties named like parameters.", InputObject);
        }

        foreach (string dimension in new[] { nameof(ReponTrajectoryPoint.EmbeddingDimension), nameof(ReponTrajectoryPoint.OutputDimension) })
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{InputObject?.Properties[dimension]?.Value}");
            if (IsScalar && text is not ("" or "1"))
            {
                throw new GenEftException(
                    ErrorIds.ShapeMismatch,
                    $"The row's {dimension} is {text}; its DecoderScale and Separation are lengths, from which nothing can start. Give Decoder and Displacement.",
                    InputObject);
            }
        }

        foreach ((string name, double[]? values) in new[] { (nameof(DecoderScale), DecoderScale), (nameof(Separation), Separation) })
        {
            if (values is null)
            {
                throw new GenEftException(ErrorIds.ValueOutOfRange, $"{name} is empty; it must be a number.", null);
            }
        }

        _unknownColumns.Warn(this, InputObject);
    }
}
