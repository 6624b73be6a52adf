using System.Management.Automation;
using GenEft.Dynamics;

namespace GenEft.Infrastructure;

/// <summary>The parameters of the law of collision, shared by the cmdlet that evaluates it and the one that inverts it.</summary>
public abstract class ReponLawCmdlet : RowCmdlet
{
    /// <summary>Standard deviation of the entries of A at the start (sigma_a), greater than 0.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] DecoderSigma { get; set; } = [1];

    /// <summary>Standard deviation of the entries of r at the start (sigma_c), greater than 0.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] SeparationSigma { get; set; } = [1];

    /// <summary>d, the dimension of the embeddings.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[] EmbeddingDimension { get; set; } = [1];

    /// <summary>p, the number of outputs of the linearised decoder; below d the repons never collide.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[] OutputDimension { get; set; } = [1];

    /// <summary>N of Eq. 13: the number of repons in the cluster that one repon meets.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[] ClusterSize { get; set; } = [1];

    /// <summary>The law for every combination of the parameters.</summary>
    private protected IEnumerable<ReponLaw> Laws() =>
        from decoder in DecoderSigma
        from separation in SeparationSigma
        from d in EmbeddingDimension
        from p in OutputDimension
        from cluster in ClusterSize
        select new ReponLaw(d, p, decoder, separation, cluster);
}
