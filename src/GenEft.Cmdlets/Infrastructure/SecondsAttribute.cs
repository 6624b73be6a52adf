using System.Globalization;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Takes a number for so many seconds, where PowerShell would take it for ticks of 100 ns. A TimeSpan, or text as
/// 0:05:00, is taken as it is.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        TimeSpan? time = value switch
        {
            null => null,
            TimeSpan given => given,
            string text when string.IsNullOrWhiteSpace(text) => null,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => FromSeconds(seconds),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan parsed) => parsed,
            IConvertible number when Convert.GetTypeCode(number) is >= TypeCode.SByte and <= TypeCode.Decimal && number is not Enum => FromSeconds(number.ToDouble(CultureInfo.InvariantCulture)),
            _ => throw Refuse(value),
        };
        return time < TimeSpan.Zero ? throw Refuse(value!) : time;
    }

    private static TimeSpan FromSeconds(double seconds) =>
        seconds is >= 0 and <= 1e9 ? TimeSpan.FromSeconds(seconds) : throw Refuse(seconds);

    private static ArgumentTransformationMetadataException Refuse(object value) => new(
        $"The value is '{PipelineValue.Describe(value)}'; it must be a TimeSpan or a number of seconds, from 0 to 1e9.");
}
