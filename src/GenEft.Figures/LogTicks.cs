using System.Globalization;
using ScottPlot;

namespace GenEft.Figures;

/// <summary>Ticks of an axis whose coordinates are decimal logarithms, in the invariant culture.</summary>
/// <param name="axis">The axis.</param>
internal sealed class LogTicks(FigureAxis axis) : ITickGenerator
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <inheritdoc/>
    public Tick[] Ticks { get; set; } = [];

    /// <inheritdoc/>
    public int MaxTickCount { get; set; } = 1000;

    /// <summary>A number as it stands at a tick.</summary>
    public static string Number(double value) => Math.Round(value, 10).ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <inheritdoc/>
    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle)
    {
        int first = (int)Math.Floor(range.Min);
        int last = (int)Math.Ceiling(range.Max);
        int room = Math.Max(2, (int)(size.Length / (edge.IsHorizontal() ? 48 : 28)));
        int step = Math.Max(1, (int)Math.Ceiling((double)(last - first) / room));
        bool isPlain = first >= -3 && last <= 3;
        List<Tick> ticks = [];
        double least = range.Min - 1e-9;
        if (axis.Zero is { } zero)
        {
            ticks.Add(Tick.Major(axis.Place(0), "0"));
            least = axis.Place(zero.Least) - 1e-9;
        }

        for (int decade = first; decade <= last; decade++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double position = decade + Math.Log10(digit);
                if (position < least || position > range.Max + 1e-9)
                {
                    continue;
                }

                // On less than two decades the powers of ten alone would be too few.
                bool isMajor = digit == 1 ? decade % step == 0 : range.Span < 2 && digit is 2 or 5;
                if (isMajor)
                {
                    ticks.Add(Tick.Major(position, isPlain ? Number(digit * Math.Pow(10, decade)) : Power(digit, decade)));
                }
                else if (step == 1 || digit == 1)
                {
                    ticks.Add(Tick.Minor(position));
                }
            }
        }

        Ticks = [.. ticks];
    }

    private static string Power(int digit, int exponent)
    {
        string raised = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(c => Superscripts[c - '0']));
        return (digit == 1 ? "10" : FormattableString.Invariant($"{digit}×10")) + (exponent < 0 ? "⁻" : "") + raised;
    }
}
