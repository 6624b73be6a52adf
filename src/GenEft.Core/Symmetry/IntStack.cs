namespace GenEft.Symmetry;

/// <summary>A stack of integers in one growing array, for the inner loops.</summary>
internal sealed class IntStack
{
    private int[] _items;

    public IntStack(int capacity = 0) => _items = new int[capacity];

    public int Count { get; private set; }

    public int this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    public void Push(int item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(16, 2 * Count));
        }

        _items[Count++] = item;
    }

    public void Push(ReadOnlySpan<int> items)
    {
        if (Count + items.Length > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(Count + items.Length, 2 * Count));
        }

        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    public int Pop() => _items[--Count];

    public void Clear() => Count = 0;

    public void Cut(int count) => Count = count;

    /// <summary>The items as an array, the stack's own where it is full: not to be used any more.</summary>
    public int[] TakeArray() => Count == _items.Length ? _items : _items[..Count];

    public Span<int> AsSpan() => _items.AsSpan(0, Count);
}
