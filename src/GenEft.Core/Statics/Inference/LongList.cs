using System.Collections;

namespace GenEft.Statics.Inference;

/// <summary>A list that grows without moving what it holds.</summary>
internal sealed class LongList<T> : IEnumerable<T>
{
    private const int ChunkBits = 11;
    private readonly List<List<T>> _chunks = [[]];

    public int Count { get; private set; }

    public T this[int index]
    {
        get => _chunks[index >> ChunkBits][index & ((1 << ChunkBits) - 1)];
        set => _chunks[index >> ChunkBits][index & ((1 << ChunkBits) - 1)] = value;
    }

    public void Add(T item)
    {
        if (_chunks[^1].Count == 1 << ChunkBits)
        {
            _chunks.Add(new List<T>(1 << ChunkBits));
        }

        _chunks[^1].Add(item);
        Count++;
    }

    public IEnumerator<T> GetEnumerator() => _chunks.SelectMany(chunk => chunk).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
