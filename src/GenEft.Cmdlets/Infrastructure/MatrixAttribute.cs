using System.Collections;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Takes a matrix as PowerShell writes one: rows in an array, @(@(1, 2), @(3, 4)); a flat list is one row.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class MatrixAttribute : ArgumentTransformationAttribute
{
    private static readonly InvariantNumberAttribute s_number = new();

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        if (value is double[,])
        {
            return value;
        }

        object?[] items = ToArray(value);
        double[][] rows = Array.Exists(items, item => item is IEnumerable and not string)
            ? [.. items.Select(item => ToRow(engineIntrinsics, item))]
            : [ToRow(engineIntrinsics, items)];
        double[,] matrix = new double[rows.Length, rows.Length == 0 ? 0 : rows[0].Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != rows[0].Length)
            {
                throw new ArgumentTransformationMetadataException(
                    $"Row 1 has {rows[0].Length} entries and row {i + 1} has {rows[i].Length}; all rows must be of one length.");
            }

            for (int j = 0; j < rows[i].Length; j++)
            {
                matrix[i, j] = rows[i][j];
            }
        }

        return matrix;
    }

    private static double[] ToRow(EngineIntrinsics engineIntrinsics, object? row) =>
        [.. ToArray(row).Select(entry =>
            LanguagePrimitives.ConvertTo<double>(s_number.Transform(engineIntrinsics, entry ?? "")
                ?? throw new ArgumentTransformationMetadataException("An entry of the matrix is empty; it must be a number.")))];

    private static object?[] ToArray(object? value) => value is IEnumerable items and not string
        ? [.. PipelineValue.Items(items).Select(PipelineValue.Unwrap)]
        : [value];
}
