using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GenEft.Help;

/// <summary>Writes GenEft.Format.ps1xml from the short table in TableViews.txt, which says how to write one.</summary>
internal static partial class TableViews
{
    private const int MaximumWidth = 80;

    /// <summary>The views; what is wrong with the table is added to the gaps.</summary>
    public static XDocument Write(IEnumerable<string> lines, IReadOnlyList<Assembly> assemblies, List<string> gaps)
    {
        List<XElement> views = [];
        string name = "";
        foreach (string line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                name = line.Trim();
                continue;
            }

            Type? type = assemblies.Select(assembly => assembly.GetType(name.Split('#')[0])).FirstOrDefault(found => found is not null);
            if (type is null)
            {
                gaps.Add($"TableViews.txt: there is no type {name}.");
                continue;
            }

            Column[] columns = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => Column.Parse(text, type, gaps)).OfType<Column>()];
            int width = columns.Sum(column => column.Width + 1) - 1;
            if (width > MaximumWidth)
            {
                gaps.Add($"TableViews.txt: the table of {name} is {width} columns wide, more than {MaximumWidth}.");
            }

            views.Add(View(name, columns));
        }

        return new XDocument(new XElement("Configuration", new XElement("ViewDefinitions", views)));
    }

    private static XElement View(string name, Column[] columns) => new(
        "View",
        new XElement("Name", name),
        new XElement("ViewSelectedBy", new XElement("TypeName", name)),
        new XElement(
            "TableControl",
            new XElement("TableHeaders", columns.Select(column => new XElement(
                "TableColumnHeader",
                new XElement("Width", column.Width),
                column.IsRight ? new XElement("Alignment", "Right") : null))),
            new XElement("TableRowEntries", new XElement("TableRowEntry", columns.Any(column => column.Wraps) ? new XElement("Wrap") : null, new XElement("TableColumnItems", columns.Select(column => new XElement(
                "TableColumnItem",
                new XElement("PropertyName", column.Name),
                column.Format is null ? null : new XElement("FormatString", $"{{0:{column.Format}}}"))))))));

    private sealed partial record Column(string Name, int Width, bool Wraps, string? Format, bool IsRight)
    {
        public static Column? Parse(string text, Type type, List<string> gaps)
        {
            Match match = Pattern().Match(text);
            string name = match.Groups["name"].Value;
            bool isOfData = match.Groups["data"].Success;
            Type? property = isOfData ? typeof(double) : type.GetProperty(name)?.PropertyType;
            if (!match.Success || property is null)
            {
                gaps.Add($"TableViews.txt: '{text}' is no column of {type.FullName}.");
                return null;
            }

            property = Nullable.GetUnderlyingType(property) ?? property;
            int width = int.Parse(match.Groups["width"].Value, CultureInfo.InvariantCulture);
            string? format = match.Groups["format"].Success ? match.Groups["format"].Value : null;
            double bound = match.Groups["bound"].Success ? double.Parse(match.Groups["bound"].Value, CultureInfo.InvariantCulture) : double.PositiveInfinity;
            string longest = Extremes(property, bound, match.Groups["positive"].Success)
                .Select(value => value.ToString(format, CultureInfo.InvariantCulture)).MaxBy(shown => shown.Length) ?? "";
            if (longest.Length > width)
            {
                gaps.Add($"TableViews.txt: {type.FullName}.{name} can be '{longest}', which is wider than {width}.");
            }

            return new Column(name, width, match.Groups["wraps"].Success, format, IsNumeric(property) || match.Groups["end"].Success);
        }

        // Numbers as long as they get: many digits, and exponents of three figures.
        private static IEnumerable<IFormattable> Extremes(Type type, double bound, bool isPositive)
        {
            IEnumerable<IFormattable> positive = type == typeof(double)
                ? new[] { double.PositiveInfinity, 1.23456789e300, 1.23456789e-300, 123456789.123, 0.000123456789, 0.123456789, 1 }.Append(double.IsFinite(bound) ? bound - 1e-9 : 1)
                    .Where(value => value <= bound).Cast<IFormattable>()
                : type == typeof(int) ? [(int)Math.Min(bound, int.MaxValue), (int)Math.Min(bound, 123456789)]
                : type == typeof(long) ? [bound < long.MaxValue ? (long)bound : long.MaxValue, (long)Math.Min(bound, 123456789)]
                : [];
            foreach (IFormattable value in positive)
            {
                yield return value;
                if (!isPositive)
                {
                    yield return value switch
                    {
                        double number => -number,
                        int number => -number,
                        _ => -(long)value,
                    };
                }
            }
        }

        private static bool IsNumeric(Type type) => type == typeof(double) || type == typeof(int) || type == typeof(long);

        [GeneratedRegex(@"^(?<data>\*)?(?<name>\w+)(?<positive>\+)?(?:<=(?<bound>\d+))?:(?<width>\d+)(?<wraps>~)?(?<end>>)?(?::(?<format>\S+))?$")]
        private static partial Regex Pattern();
    }
}
