using GenEft.Numerics;

namespace GenEft.Statics.Inference;

/// <summary>
/// Proper colourings of a graph with k colours by the cluster moves of Wang, Swendsen and Kotecky (1989) at zero temperature: two
/// colours are drawn, and every connected part that has only these two is turned over with probability one half (a Kempe chain).
/// Leaves the uniform distribution as it is. Where k is not above the graph's degeneracy it may not reach every colouring: see
/// <see cref="ColouringRenewal"/>.
/// </summary>
internal sealed class KempeSampler
{
    private readonly int[][] _neighbours;
    private readonly int _colourCount;
    private readonly int[] _stack;
    private readonly bool[] _isSeen;

    /// <param name="neighbours">[b] neighbours of a vertex.</param>
    /// <param name="colourCount">k.</param>
    /// <param name="colours">[b] a proper colouring to start from; not changed.</param>
    public KempeSampler(int[][] neighbours, int colourCount, int[] colours)
    {
        _neighbours = neighbours;
        _colourCount = colourCount;
        Colours = [.. colours];
        _stack = new int[neighbours.Length];
        _isSeen = new bool[neighbours.Length];
    }

    /// <summary>[b] the colouring at hand.</summary>
    public int[] Colours { get; }

    /// <summary>Makes one move for each colour.</summary>
    public void Sweep(ref CounterRandom random)
    {
        for (int move = 0; move < _colourCount && _colourCount > 1; move++)
        {
            int one = random.NextInt(_colourCount);
            int other = (one + 1 + random.NextInt(_colourCount - 1)) % _colourCount;
            Array.Clear(_isSeen);
            for (int first = 0; first < Colours.Length; first++)
            {
                if (!_isSeen[first] && (Colours[first] == one || Colours[first] == other))
                {
                    TurnOver(first, one, other, isTurned: (random.NextBits() & 1) != 0);
                }
            }
        }
    }

    private void TurnOver(int first, int one, int other, bool isTurned)
    {
        int count = 0;
        _stack[count++] = first;
        _isSeen[first] = true;
        while (count > 0)
        {
            int v = _stack[--count];
            foreach (int w in _neighbours[v])
            {
                if (!_isSeen[w] && (Colours[w] == one || Colours[w] == other))
                {
                    _isSeen[w] = true;
                    _stack[count++] = w;
                }
            }

            if (isTurned)
            {
                Colours[v] = one + other - Colours[v];
            }
        }
    }
}
