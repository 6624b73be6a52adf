using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>The elements of a batch, each once. With sampled unrelated pairs an optimizer step moves their embeddings alone, as PyTorch's
/// SparseAdam does: another row's moments and decay wait until it is met again, so that a step takes no longer for more elements.</summary>
/// <param name="elementCount">n.</param>
/// <param name="capacity">The most pairs of a batch.</param>
internal sealed class EmbeddingRows(int elementCount, int capacity)
{
    private readonly int[] _rowOf = new int[elementCount];   // means something where that row is the element's
    private readonly int[] _elements = new int[MostOf(elementCount, capacity)];
    private readonly PairSet _pairs = new(capacity);
    private int _count;

    /// <summary>The elements, in the order in which pairs bring them.</summary>
    public ReadOnlySpan<int> Elements => _elements.AsSpan(0, _count);

    /// <summary>The most elements of a batch.</summary>
    public static int MostOf(int elementCount, int capacity) => (int)Math.Min(elementCount, 2L * capacity);

    /// <summary>Finds those of a batch.</summary>
    /// <returns>The batch with places in Elements for the elements themselves.</returns>
    public PairSet Find(PairSet batch)
    {
        const int Ahead = 32;
        _count = 0;
        for (int s = 0; s < batch.Count; s++)
        {
            Prefetch.Read(ref _rowOf[batch.First[Math.Min(s + Ahead, batch.Count - 1)]]);
            Prefetch.Read(ref _rowOf[batch.Second[Math.Min(s + Ahead, batch.Count - 1)]]);
            _pairs.Set(s, Row(batch.First[s]), Row(batch.Second[s]), batch.Related[s]);
        }

        _pairs.Count = batch.Count;
        return _pairs;
    }

    // Without branches, which would be guessed wrong at every other element.
    private int Row(int element)
    {
        int known = _rowOf[element];
        bool isNew = known >= _count | _elements[known] != element;
        int row = isNew ? _count : known;
        _rowOf[element] = row;
        _elements[row] = element;
        _count += isNew ? 1 : 0;
        return row;
    }
}
