using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Which rows are initial conditions of repons.</summary>
internal static class ReponRow
{
    /// <summary>Refuses what is no row, and rows whose DecoderScale and Separation are lengths in more dimensions than one.</summary>
    /// <param name="cmdlet">What it was piped to.</param>
    /// <param name="row">What was piped in.</param>
    /// <param name="isScalar">Whether a_2 and c are read from it.</param>
    /// <exception cref="GenEftException">ShapeMismatch or ValueOutOfRange.</exception>
    public static void Check(PSCmdlet cmdlet, PSObject? row, bool isScalar)
    {
        // A default would run in the place of a variable that is misspelt, or of a table that is none.
        bool isRow = row is not null && row.BaseObject is not (IConvertible or IDictionary)
            && row.Properties.Any(property => cmdlet.MyInvocation.MyCommand.Parameters.ContainsKey(property.Name));
        if (!isRow && cmdlet.MyInvocation.BoundParameters.ContainsKey("InputObject"))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, $"The input is '{row}'; it must be a row with properties named like parameters.", row);
        }

        foreach (string dimension in new[] { nameof(ReponTrajectoryPoint.EmbeddingDimension), nameof(ReponTrajectoryPoint.OutputDimension) })
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{row?.Properties[dimension]?.Value}");
            if (isScalar && text is not ("" or "1"))
            {
                throw new GenEftException(
                    ErrorIds.ShapeMismatch,
                    $"The row's {dimension} is {text}; its DecoderScale and Separation are lengths, from which nothing can start. Give Decoder and Displacement.",
                    row);
            }
        }
    }

    /// <summary>Refuses numbers that are empty.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static void CheckScalars(double[]? decoderScale, double[]? separation)
    {
        foreach ((string name, double[]? values) in new[] { ("DecoderScale", decoderScale), ("Separation", separation) })
        {
            if (values is null)
            {
                throw new GenEftException(ErrorIds.ValueOutOfRange, $"{name} is empty; it must be a number.", null);
            }
        }
    }
}
