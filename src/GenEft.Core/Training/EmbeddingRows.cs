using GenEft.Relations;

namespace GenEft.Training;

/// <summary>The elements of a batch, each once. With sampled unrelated pairs an optimizer step moves their embeddings alone, as PyTorch's
/// SparseAdam does: another row's moments and decay wait until it is met again, so that a step takes no longer for more elements.</summary>
/// <param name="elementCount">n.</param>
/// <param name="capacity">The most pairs of a batch.</param>
internal sealed class EmbeddingRows(int elementCount, int capacity)
{
    private readonly int[] _metIn = new int[elementCount];   // [n] the number of the last batch that held the element
    private readonly int[] _elements = new int[Math.Min(elementCount, 2L * capacity)];
    private int _batch;
    private int _count;

    /// <summary>The elements, in the order in which pairs bring them.</summary>
    public ReadOnlySpan<int> Elements => _elements.AsSpan(0, _count);

    /// <summary>Finds those of a batch.</summary>
    public void Find(PairSet batch)
    {
        _batch++;
        _count = 0;
        for (int s = 0; s < batch.Count; s++)
        {
            Meet(batch.First[s]);
            Meet(batch.Second[s]);
        }
    }

    /// <summary>Whether the batch holds an element.</summary>
    public bool Contains(int element) => _metIn[element] == _batch;

    private void Meet(int element)
    {
        if (_metIn[element] != _batch)
        {
            _metIn[element] = _batch;
            _elements[_count++] = element;
        }
    }
}
