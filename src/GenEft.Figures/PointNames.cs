using ScottPlot;

namespace GenEft.Figures;

/// <summary>Names beside points: to the right of each, or where there is room; none where there is not, so that no name covers another.</summary>
/// <param name="points">Where the points are, on the axes.</param>
/// <param name="names">What they are called.</param>
/// <param name="style">How the names look.</param>
internal sealed class PointNames(IReadOnlyList<Coordinates> points, IReadOnlyList<string> names, LabelStyle style) : IPlottable
{
    private const float Gap = 6;   // between a point's middle and its name, pixels
    private const int Longest = 18;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        Pixel[] middles = [.. points.Select(Axes.GetPixel)];
        List<PixelRect> taken = [];
        for (int i = 0; i < middles.Length; i++)
        {
            string name = names[i].Length <= Longest ? names[i] : names[i][..(Longest - 1)] + "…";
            PixelSize size = style.Measure(name, rp.Paint).Size;
            Pixel middle = middles[i];
            PixelRect? free = Places(middle, size).Where(place => Contains(rp.DataRect, place)
                && !taken.Exists(other => Overlap(place, other)) && !Array.Exists(middles, point => IsIn(point, place))).Cast<PixelRect?>().FirstOrDefault();
            if (free is { } found)
            {
                taken.Add(found);
                style.Render(rp.Canvas, new Pixel(found.Left, found.Top), rp.Paint, name);
            }
        }
    }

    // Right, left, above and below.
    private static PixelRect[] Places(Pixel middle, PixelSize size)
    {
        (float width, float height) = (size.Width, size.Height);
        return
        [
            At(middle.X + Gap, middle.Y - (height / 2)), At(middle.X - Gap - width, middle.Y - (height / 2)),
            At(middle.X - (width / 2), middle.Y - Gap - height), At(middle.X - (width / 2), middle.Y + Gap),
        ];

        PixelRect At(float left, float top) => new(left, left + width, top + height, top);
    }

    private static bool Contains(PixelRect whole, PixelRect part) =>
        part.Left >= whole.Left && part.Right <= whole.Right && part.Top >= whole.Top && part.Bottom <= whole.Bottom;

    private static bool Overlap(PixelRect one, PixelRect other) =>
        one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom;

    private static bool IsIn(Pixel point, PixelRect place) =>
        point.X > place.Left && point.X < place.Right && point.Y > place.Top && point.Y < place.Bottom;
}
