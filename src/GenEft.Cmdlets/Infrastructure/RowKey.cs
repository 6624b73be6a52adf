namespace GenEft.Infrastructure;

/// <summary>Texts of a row that are equal to another's one by one, whatever they hold.</summary>
/// <param name="Values">The texts.</param>
internal sealed record RowKey(string[] Values)
{
    public bool Equals(RowKey? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
}
