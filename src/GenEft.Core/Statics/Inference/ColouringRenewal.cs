using GenEft.Numerics;

namespace GenEft.Statics.Inference;

/// <summary>
/// Renews a proper colouring so that every other can come of it, on every graph: conditional sequential Monte Carlo (Andrieu, Doucet
/// and Holenstein 2010). Particles are coloured vertex by vertex, each with a colour that its neighbours so far leave free, and weigh
/// what freedom they had; the colouring at hand is one of them throughout. Leaves the uniform distribution as it is.
/// </summary>
/// <remarks>
/// Kempe chains alone reach every colouring where k is above the graph's degeneracy (Las Vergnas and Meyniel 1981), but not on every
/// graph where it is not: the triangular prism with three colours is the smallest.
/// </remarks>
internal sealed class ColouringRenewal
{
    private const int ParticleCount = 32;

    private readonly int _colourCount;
    private readonly int[] _order;        // vertices as they are coloured: the densest part first
    private readonly int[][] _earlier;    // [b] of a vertex the neighbours coloured before it
    private readonly int[][] _particles;
    private readonly int[][] _spare;
    private readonly double[] _weights = new double[ParticleCount];
    private readonly int[] _metAt;        // [k] the last visit that met a colour
    private int _visit;

    /// <param name="neighbours">[b] neighbours of a vertex.</param>
    /// <param name="colourCount">k.</param>
    public ColouringRenewal(int[][] neighbours, int colourCount)
    {
        _colourCount = colourCount;
        _metAt = new int[colourCount];
        (_order, Degeneracy) = Order(neighbours);
        int[] place = new int[_order.Length];
        for (int p = 0; p < place.Length; p++)
        {
            place[_order[p]] = p;
        }

        _earlier = [.. neighbours.Select((list, v) => list.Where(w => place[w] < place[v]).ToArray())];
        _particles = [.. Enumerable.Range(0, ParticleCount).Select(_ => new int[neighbours.Length])];
        _spare = [.. Enumerable.Range(0, ParticleCount).Select(_ => new int[neighbours.Length])];
    }

    /// <summary>The largest of the least degrees of the graph's parts; Kempe chains suffice for more colours than that.</summary>
    public int Degeneracy { get; }

    /// <summary>Draws the next colouring.</summary>
    /// <param name="colours">[b] the colouring at hand, which becomes the next.</param>
    /// <param name="random">Where the numbers come from.</param>
    public void Renew(int[] colours, ref CounterRandom random)
    {
        Array.Fill(_weights, 1);
        colours.CopyTo(_particles[0], 0);
        foreach (int v in _order)
        {
            for (int i = 0; i < ParticleCount; i++)
            {
                if (_weights[i] > 0)
                {
                    _weights[i] *= Colour(_particles[i], v, isKept: i == 0, ref random);
                }
            }

            double sum = _weights.Sum();
            double squares = 0;
            for (int i = 0; i < ParticleCount; i++)
            {
                _weights[i] /= sum;   // the kept one always has a colour
                squares += _weights[i] * _weights[i];
            }

            if (squares * ParticleCount > 2)   // fewer than half of them count
            {
                Resample(ref random);
            }
        }

        _particles[Draw(ref random)].CopyTo(colours, 0);
    }

    // Gives a vertex one of its free colours; returns how many there were.
    private int Colour(int[] particle, int v, bool isKept, ref CounterRandom random)
    {
        _visit++;
        int free = _colourCount;
        foreach (int w in _earlier[v])
        {
            ref int met = ref _metAt[particle[w]];
            free -= met == _visit ? 0 : 1;
            met = _visit;
        }

        if (!isKept && free > 0)
        {
            int left = random.NextInt(free);
            int colour = 0;
            for (; _metAt[colour] == _visit || left-- > 0; colour++)
            {
            }

            particle[v] = colour;
        }

        return free;
    }

    // The kept one stays; each other becomes a copy of one drawn by weight.
    private void Resample(ref CounterRandom random)
    {
        for (int i = 1; i < ParticleCount; i++)
        {
            _particles[Draw(ref random)].CopyTo(_spare[i], 0);
        }

        for (int i = 1; i < ParticleCount; i++)
        {
            (_particles[i], _spare[i]) = (_spare[i], _particles[i]);
        }

        Array.Fill(_weights, 1.0 / ParticleCount);
    }

    private int Draw(ref CounterRandom random)
    {
        double left = random.NextDouble() * _weights.Sum();
        int i = 0;
        while (i < ParticleCount - 1 && left >= _weights[i])
        {
            left -= _weights[i++];
        }

        return _weights[i] > 0 ? i : 0;
    }

    // Vertices of least degree are taken away one after the other; the order is the reverse.
    private static (int[] Order, int Degeneracy) Order(int[][] neighbours)
    {
        int[] degree = Array.ConvertAll(neighbours, list => list.Length);
        bool[] isTaken = new bool[degree.Length];
        int[] order = new int[degree.Length];
        int degeneracy = 0;
        for (int place = order.Length - 1; place >= 0; place--)
        {
            int least = -1;
            for (int v = 0; v < degree.Length; v++)
            {
                if (!isTaken[v] && (least < 0 || degree[v] < degree[least]))
                {
                    least = v;
                }
            }

            degeneracy = Math.Max(degeneracy, degree[least]);
            isTaken[least] = true;
            order[place] = least;
            foreach (int w in neighbours[least])
            {
                degree[w]--;
            }
        }

        return (order, degeneracy);
    }
}
