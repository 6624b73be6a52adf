using System.Globalization;
using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Which rows are initial conditions of repons.</summary>
internal static class ReponRow
{
    /// <summary>Refuses what is no row, and rows whose DecoderScale and Separation are lengths in more dimensions than one.</summary>
    /// <param name="row">What was piped in; null for nothing.</param>
    /// <param name="isScalar">Whether a_2 and c are read from it.</param>
    /// <exception cref="GenEftException">ShapeMismatch or ValueOutOfRange.</exception>
    public static void Check(PSObject? row, bool isScalar)
    {
        if (row?.BaseObject is IConvertible)
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
}
