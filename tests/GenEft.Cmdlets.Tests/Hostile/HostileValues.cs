using System.Collections;
using System.Collections.Specialized;
using System.Data;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;

namespace Hostile;

/// <summary>Values that no parameter expects, by names that a fault is told with. None names a file outside the current folder.</summary>
internal static class HostileValues
{
    /// <summary>What a value would do if something ran it.</summary>
    public const string Payload = "$global:hostileCodeRan = $true";

    /// <summary>Every value, made anew: a call may change one.</summary>
    public static IReadOnlyList<(string Name, Func<object?> Make)> All { get; } =
    [
        .. Nothing(), .. Texts(), .. Numbers(), .. Objects(), .. Lists(), .. Rows(),
    ];

    private static IEnumerable<(string, Func<object?>)> Nothing() =>
    [
        ("null", () => null),
        ("DBNull", () => DBNull.Value),
        ("AutomationNull", () => System.Management.Automation.Internal.AutomationNull.Value),
    ];

    private static IEnumerable<(string, Func<object?>)> Texts()
    {
        (string Name, string Text)[] texts =
        [
            ("empty text", ""), ("a space", " "), ("NUL", "\0"), ("text with NUL", "a\0b"), ("newlines", "\r\n\n"), ("tabs", "\t\t"),
            ("lone surrogate", "\ud800"), ("emoji", "\U0001F600"), ("right to left", "\u202eabc"), ("combining", "e\u0301\u0301\u0301"),
            ("long text", new string('x', 1_000_000)), ("long number", new string('9', 5000)), ("many commas", new string(',', 10_000)),
            ("NaN text", "NaN"), ("Infinity text", "-Infinity"), ("1e400", "1e400"), ("1e-400", "1e-400"), ("thousands", "1,000"),
            ("comma decimal", "0,5"), ("hexadecimal", "0x10"), ("10KB", "10KB"), ("two numbers", "1 2"), ("sum", "1+1"), ("percent", "50%"),
            ("True", "True"), ("wildcard", "*"), ("bracket", "[x"), ("bracket range", "[a-]"), ("drive", "env:foo"), ("other drive", "Q:\\x"),
            ("share-like", "x\\y\\z"), ("name of 300", new string('n', 300)), ("dots", "..."), ("device", "NUL"), ("tilde", "~x"), ("pipe sign", "a|b"),
            ("subexpression", $"$({Payload})"), ("script text", Payload), ("quoted script", $"'; {Payload}; '"), ("backtick", "`$(1)"),
            ("format item", "{0} {1:X} {"), ("XML", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:x\">]><x>&a;</x>"), ("JSON", "{\"$type\":\"System.IO.FileInfo\"}"),
            ("formula", "=1+1"), ("regular expression", "(a+)+$"), ("kind", "Modulo"), ("kind with space", " Modulo "), ("flags", "Symmetric,Reflexive"),
            ("number of an enumeration", "1"), ("date text", "2026-01-01"), ("type text", "[System.IO.File]"), ("hash", "@{}"), ("csv", "a.csv"), ("gz", "a.csv.gz"), ("graphml", "a.graphml"), ("unknown extension", "a.xlsx"),
        ];
        return texts.Select(text => (text.Name, (Func<object?>)(() => text.Text)));
    }

    private static IEnumerable<(string, Func<object?>)> Numbers()
    {
        object[] numbers =
        [
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 1e-320, 1e-300, 1e300, -0.0, 0.0,
            1.0, -1.0, 0.5, 1.5, 2.5, 1 - 1e-16, 1 + 1e-15, 1e9, 1e16, 1e19, 1e-9, float.NaN, float.MaxValue, (Half)1.5, 0, 1, -1, 2, 3, 7, int.MaxValue,
            int.MinValue, long.MaxValue, long.MinValue, ulong.MaxValue, uint.MaxValue, byte.MaxValue, short.MinValue, decimal.MaxValue, decimal.MinValue,
            1e-28m, BigInteger.Pow(10, 400), Int128.MaxValue, new Complex(1, 1), nint.MaxValue, true, false, 'x', '1', 46_340, 46_341, 100_000,
        ];
        return numbers.Select(number => (string.Create(CultureInfo.InvariantCulture, $"{number.GetType().Name} {Short(number)}"), (Func<object?>)(() => number)));

        static string Short(object number) => $"{number}" is { Length: > 30 } text ? text[..30] : $"{number}";
    }

    private static IEnumerable<(string, Func<object?>)> Objects() =>
    [
        ("date", () => DateTime.UnixEpoch),
        ("TimeSpan", () => TimeSpan.FromDays(1)),
        ("negative TimeSpan", () => TimeSpan.MinValue),
        ("Guid", () => Guid.Empty),
        ("Version", () => new Version(1, 2)),
        ("Uri", () => new Uri("x", UriKind.Relative)),
        ("type", () => typeof(string)),
        ("DayOfWeek", () => DayOfWeek.Friday),
        ("undefined DayOfWeek", () => (DayOfWeek)98),
        ("script block", () => ScriptBlock.Create(Payload)),
        ("delegate", () => (Action)(() => throw new InvalidOperationException("a delegate ran"))),
        ("stream", () => new MemoryStream([1, 2, 3])),
        ("closed stream", () => { MemoryStream stream = new(); stream.Dispose(); return stream; }),
        ("exception", () => new InvalidOperationException("an exception as a value")),
        ("plain object", () => new object()),
        ("PSObject of nothing", () => new PSObject()),
        ("throwing object", () => new Throwing()),
        ("throwing number", () => new ThrowingNumber()),
        ("throwing list", () => new ThrowingList()),
        ("list that throws late", () => LateThrow()),
        ("semaphore", () => new Lazy<int>(() => throw new InvalidOperationException("lazy"))),
        ("weak reference", () => new WeakReference(null)),
        ("task that failed", () => Task.FromException<int>(new InvalidOperationException("task"))),
        ("switch", () => SwitchParameter.Present),
        ("throwing dictionary", () => new ThrowingDictionary()),
    ];

    private static IEnumerable<(string, Func<object?>)> Lists() =>
    [
        ("empty list", () => Array.Empty<object>()),
        ("empty typed list", () => Array.Empty<double>()),
        ("list of null", () => new object?[] { null }),
        ("list with null", () => new object?[] { 1, null, "Modulo" }),
        ("list of empty text", () => new[] { "" }),
        ("list of lists", () => new object[] { new object[] { 1, 2 }, new object[] { 3 } }),
        ("list of empty lists", () => new object[] { Array.Empty<object>(), Array.Empty<object>() }),
        ("list that holds itself", () => { object[] list = new object[1]; list[0] = list; return list; }),
        ("ArrayList that holds itself", () => { ArrayList list = []; list.Add(list); return list; }),
        ("two lists that hold each other", () => { object[] a = new object[1], b = [a]; a[0] = b; return a; }),
        ("deep list", () => { object list = 1; for (int i = 0; i < 10_000; i++) { list = new[] { list }; } return list; }),
        ("matrix", () => new double[,] { { 1, 2 }, { 3, double.NaN } }),
        ("matrix of nothing", () => new double[0, 5]),
        ("cube", () => new double[1, 1, 1]),
        ("jagged", () => new[] { new[] { 1.0, 2.0 }, [3.0] }),
        ("jagged with null", () => new double[]?[] { [1.0], null }),
        ("bytes", () => new byte[] { 0, 255 }),
        ("characters", () => "Modulo".ToCharArray()),
        ("mixed", () => new object[] { 1, "a", 2.5, true, DateTime.UnixEpoch }),
        ("the same value twice", () => new object[] { 1, 1 }),
        ("100,000 numbers", () => Enumerable.Repeat(0.5, 100_000).ToArray()),
        ("queue", () => new Queue<int>([1, 2])),
        ("iterator", () => Enumerable.Range(1, 3).Select(i => i)),
        ("bits", () => new BitArray(3, true)),
        ("NaN in a list", () => new[] { 1.0, double.NaN }),
    ];

    private static IEnumerable<(string, Func<object?>)> Rows() =>
    [
        ("empty hashtable", () => new Hashtable()),
        ("hashtable", () => new Hashtable { ["Kind"] = "Modulo", ["MaxSteps"] = 3 }),
        ("hashtable that holds itself", () => { Hashtable table = []; table["MaxSteps"] = table; return table; }),
        ("hashtable of odd keys", () => new Hashtable { [1] = 2, [new object()] = 3, [DateTime.UnixEpoch] = null }),
        ("ordered table", () => new OrderedDictionary { ["MaxSteps"] = new object?[] { 1, null } }),
        ("table of an unknown name", () => new Hashtable { ["MaxStep"] = 3 }),
        ("table of nothing", () => new Hashtable { ["MaxSteps"] = null, ["Seed"] = Array.Empty<int>() }),
        ("table of a script", () => new Hashtable { ["MaxSteps"] = ScriptBlock.Create(Payload) }),
        ("case twice", () => { Hashtable table = new(StringComparer.Ordinal); table["maxsteps"] = 3; table["MaxSteps"] = 4; return table; }),
        ("row of nothing", () => Row()),
        ("row of other columns", () => Row(("Foo", 1))),
        ("row of an empty name", () => Row((" ", 1))),
        ("row that throws", () => Script("Count", "throw 'a getter'")),
        ("row that runs", () => Script("Count", "2")),
        ("row of rows", () => Row(("Count", Row(("Count", 3))))),
        ("DataRow", () => { DataTable table = new(); table.Columns.Add("Count", typeof(int)); return table.Rows.Add(DBNull.Value); }),
        ("row of NaN", () => Row(("Count", double.NaN), ("Relation", "x"), ("Accuracy", "1e308"), ("TrainingFraction", -5), ("Seed", 1))),
        ("row of a trained run", () => Row(("Relation", null), ("Count", 30.9), ("TrainingFraction", "NaN"), ("Seed", "x"), ("Accuracy", -1), ("Phase", "Maybe"), ("EncoderLearningRate", double.NaN))),
        ("row of a bound", () => Row(("Relation", 1), ("Count", double.MaxValue), ("TrainingFraction", 1e308), ("AccuracyBound", double.NegativeInfinity), ("Method", 98))),
        ("row of a fraction", () => Row(("Relation", ""), ("Count", -3), ("CriticalFraction", double.NaN), ("Method", "Exact"), ("Accuracy", 2), ("Bits", double.NaN), ("ScaleFraction", "1e400"), ("IsReachable", "perhaps"))),
        ("row of a point", () => Row(("Time", double.NaN), ("Separation", double.PositiveInfinity), ("DecoderScale", "x"), ("State", "System.Object[]"))),
        ("row that describes a relation", () => Row(("Name", "x"), ("Kind", "Modulo"), ("Count", 6), ("PairCount", 36), ("EdgeCount", 12), ("Density", 0.3))),
        ("row with an embedding as text", () => Row(("Embedding", "GenEft.Embedding"), ("History", "System.Object[]"), ("Generators", 5), ("Orbits", ""))),
    ];

    private static PSObject Row(params (string Name, object? Value)[] columns)
    {
        PSObject row = new();
        foreach ((string name, object? value) in columns)
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        return row;
    }

    private static PSObject Script(string name, string getter)
    {
        PSObject row = new();
        row.Properties.Add(new PSScriptProperty(name, ScriptBlock.Create(getter)));
        return row;
    }

    private static IEnumerable<int> LateThrow()
    {
        yield return 1;
        throw new InvalidOperationException("a list that throws");
    }

    // PowerShell itself hashes and compares values by reference, which these leave alone.
    private sealed class Throwing
    {
        public int Count => throw new InvalidOperationException("a getter");

        public override string ToString() => throw new InvalidOperationException("ToString");
    }

    private sealed class ThrowingNumber : IConvertible
    {
        public TypeCode GetTypeCode() => TypeCode.Object;   // PowerShell itself asks for it, and would not survive a fault there.

        public bool ToBoolean(IFormatProvider? provider) => throw Fault();

        public byte ToByte(IFormatProvider? provider) => throw Fault();

        public char ToChar(IFormatProvider? provider) => throw Fault();

        public DateTime ToDateTime(IFormatProvider? provider) => throw Fault();

        public decimal ToDecimal(IFormatProvider? provider) => throw Fault();

        public double ToDouble(IFormatProvider? provider) => throw Fault();

        public short ToInt16(IFormatProvider? provider) => throw Fault();

        public int ToInt32(IFormatProvider? provider) => throw Fault();

        public long ToInt64(IFormatProvider? provider) => throw Fault();

        public sbyte ToSByte(IFormatProvider? provider) => throw Fault();

        public float ToSingle(IFormatProvider? provider) => throw Fault();

        public string ToString(IFormatProvider? provider) => throw Fault();

        public object ToType(Type conversionType, IFormatProvider? provider) => throw Fault();

        public ushort ToUInt16(IFormatProvider? provider) => throw Fault();

        public uint ToUInt32(IFormatProvider? provider) => throw Fault();

        public ulong ToUInt64(IFormatProvider? provider) => throw Fault();

        private static InvalidOperationException Fault() => new("a conversion");
    }

    private sealed class ThrowingList : IEnumerable
    {
        public IEnumerator GetEnumerator() => throw new InvalidOperationException("an enumeration");
    }

    private sealed class ThrowingDictionary : Hashtable
    {
        public override object? this[object key]
        {
            get => throw new InvalidOperationException("a dictionary");
            set => throw new InvalidOperationException("a dictionary");
        }

        public override ICollection Keys => throw new InvalidOperationException("keys");

        public override IDictionaryEnumerator GetEnumerator() => throw new InvalidOperationException("entries");
    }
}
