using System.Runtime.InteropServices;
using GenEft.Libraries;

namespace GenEft.Dynamics.Simulation;

/// <summary>
/// Any number of repons x_i with targets y_i under gradient flow of sum_i |A x_i + b - y_i|^2 / 2, Eq. 7: dA/dt = -eta_A sum_i g_i x_i^T,
/// db/dt = -eta_A sum_i g_i, dx_i/dt = -eta_x A^T g_i with g_i = A x_i + b - y_i. The state is A: [p, d] row by row, b: [p], x: [N, d].
/// </summary>
internal sealed class FullModel : ReponModel
{
    private readonly int _p;
    private readonly int _d;
    private readonly int _count;
    private readonly double _etaX;
    private readonly double _etaA;
    private readonly double[] _targets;           // [N, p]
    private readonly double[] _weights;           // [N] how many repons stand at each place
    private readonly int[][] _classes;            // of two repons or more of equal targets
    private readonly ConservedCharge _charge;

    /// <param name="decoder">A0: [p, d].</param>
    /// <param name="bias">b0: [p].</param>
    /// <param name="positions">x: [N, d].</param>
    /// <param name="targets">y: [N, p].</param>
    /// <param name="encoderLearningRate">eta_x.</param>
    /// <param name="decoderLearningRate">eta_A.</param>
    /// <param name="weights">[N] how many repons stand at each place: those of one place and target move as one.</param>
    public FullModel(
        double[,] decoder, double[] bias, double[,] positions, double[,] targets, double encoderLearningRate, double decoderLearningRate,
        double[] weights)
    {
        (_p, _d, _count) = (decoder.GetLength(0), decoder.GetLength(1), positions.GetLength(0));
        (_etaX, _etaA) = (encoderLearningRate, decoderLearningRate);
        _targets = [.. targets.Cast<double>()];
        _weights = weights;
        _classes = [.. Enumerable.Range(0, _count).GroupBy(Target).Select(members => members.ToArray()).Where(members => members.Length > 1)];
        Start = [.. decoder.Cast<double>(), .. bias, .. positions.Cast<double>()];
        double a = Largest(Start.AsSpan(0, _p * _d));
        double x = Largest(Start.AsSpan((_p * _d) + _p));
        double y = Math.Max(_targets.Concat(bias).Max(Math.Abs), a * x);
        Scale = [.. Enumerable.Range(0, Start.Length).Select(i => i < _p * _d ? a : i < (_p * _d) + _p ? y : x)];
        _charge = Charge(Start);
    }

    public override double[] Start { get; }

    public override double[] Scale { get; }

    public override void Flow(ReadOnlySpan<double> state, Span<double> rate)
    {
        rate.Clear();
        int bias = _p * _d;
        for (int n = 0; n < _count; n++)
        {
            int place = bias + _p + (n * _d);
            ReadOnlySpan<double> x = state.Slice(place, _d);
            for (int k = 0; k < _p; k++)
            {
                ReadOnlySpan<double> row = state.Slice(k * _d, _d);
                double gradient = Gradient(state, row, x, n, k);
                rate[bias + k] -= _etaA * _weights[n] * gradient;
                for (int i = 0; i < _d; i++)
                {
                    rate[(k * _d) + i] -= _etaA * _weights[n] * gradient * x[i];
                    rate[place + i] -= _etaX * gradient * row[i];
                }
            }
        }
    }

    public override double Dissipation(ReadOnlySpan<double> rate)
    {
        int place = (_p * _d) + _p;
        double sum = Squares(rate[..place]) / _etaA;
        for (int n = 0; n < _count; n++)
        {
            sum += _weights[n] * Squares(rate.Slice(place + (n * _d), _d)) / _etaX;
        }

        return sum;
    }

    public override double FullRate(ReadOnlySpan<double> state) => _etaX * Squares(state[..(_p * _d)]);

    public override double ApproachRate(ReadOnlySpan<double> state, double collided, double share, CancellationToken cancelToken)
    {
        (double[] Values, double[,] RightTransposed) directions = Decomposition.Singular(Matrix(state[..(_p * _d)], _d));
        double largest = 0;
        Span<double> between = new double[_d];
        foreach (int[] members in _classes)
        {
            for (int m = 0; m < members.Length; m++)
            {
                cancelToken.ThrowIfCancellationRequested();
                for (int k = m + 1; k < members.Length; k++)
                {
                    if (HalfDistance(state, members[m], members[k], between) > collided)
                    {
                        largest = Math.Max(largest, _etaX * Seen(directions, between, share));
                    }
                }
            }
        }

        return largest;
    }

    public override bool IsCollided(ReadOnlySpan<double> state, double half, CancellationToken cancelToken)
    {
        Span<double> between = new double[_d];
        foreach (int[] members in _classes)
        {
            for (int m = 0; m < members.Length; m++)
            {
                cancelToken.ThrowIfCancellationRequested();
                for (int k = m + 1; k < members.Length; k++)
                {
                    if (HalfDistance(state, members[m], members[k], between) > half)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    public override ReponObservation Observe(ReadOnlySpan<double> state, CancellationToken cancelToken)
    {
        double loss = 0;
        for (int n = 0; n < _count; n++)
        {
            for (int k = 0; k < _p; k++)
            {
                double gradient = Gradient(state, state.Slice(k * _d, _d), state.Slice((_p * _d) + _p + (n * _d), _d), n, k);
                loss += _weights[n] * gradient * gradient / 2;
            }
        }

        double closest = double.PositiveInfinity;
        double farthest = 0;
        (int First, int Second) pair = (0, 0);
        Span<double> between = new double[_d];
        foreach (int[] members in _classes)
        {
            for (int m = 0; m < members.Length; m++)
            {
                cancelToken.ThrowIfCancellationRequested();
                for (int k = m + 1; k < members.Length; k++)
                {
                    double half = HalfDistance(state, members[m], members[k], between);
                    farthest = Math.Max(farthest, half);
                    if (half < closest)
                    {
                        (closest, pair) = (half, (members[m], members[k]));
                    }
                }
            }
        }

        ConservedCharge charge = Charge(state);
        bool isScalar = _p == 1 && _d == 1;
        double scale = isScalar ? state[0] : DecoderScale(ConservedCharge.Gram(state[..(_p * _d)], _d, [], cancelToken));
        ReponObservation observed = _classes.Length == 0
            ? new(scale, double.NaN, double.NaN, 0, 0, charge.Trace, charge.DriftFrom(_charge), loss)
            : new(scale, closest, farthest, pair.First, pair.Second, charge.Trace, charge.DriftFrom(_charge), loss);
        return !isScalar || _count != 2 || _classes.Length == 0 ? observed : observed with
        {
            Separation = (state[2] - state[3]) / 2,
            Center = ((_weights[0] * state[2]) + (_weights[1] * state[3])) / (_weights[0] + _weights[1]),
            Offset = state[1] - _targets[0],
        };
    }

    public override ReponState StateOf(ReadOnlySpan<double> state)
    {
        string[] targets = [.. Enumerable.Range(0, _count).Select(Target)];
        string[] distinct = [.. targets.Distinct()];
        return new ReponState
        {
            Decoder = Matrix(state[..(_p * _d)], _d),
            Bias = [.. state.Slice(_p * _d, _p)],
            Position = Matrix(state[((_p * _d) + _p)..], _d),
            Count = [.. _weights.Select(weight => (int)weight)],
            Class = [.. targets.Select(target => Array.IndexOf(distinct, target))],
        };
    }

    // By value, for grouping.
    private string Target(int n)
    {
        double[] target = [.. _targets.AsSpan(n * _p, _p)];
        return Convert.ToHexString(MemoryMarshal.AsBytes(Array.ConvertAll(target, entry => entry + 0.0).AsSpan()));   // -0 is 0
    }

    // Half the length of what is between two repons: [d].
    private double HalfDistance(ReadOnlySpan<double> state, int first, int second, Span<double> between)
    {
        ReadOnlySpan<double> positions = state[((_p * _d) + _p)..];
        for (int i = 0; i < _d; i++)
        {
            between[i] = positions[(first * _d) + i] - positions[(second * _d) + i];
        }

        return Math.Sqrt(Squares(between)) / 2;
    }

    // (A x_n + b - y_n)_k.
    private double Gradient(ReadOnlySpan<double> state, ReadOnlySpan<double> row, ReadOnlySpan<double> x, int n, int k)
    {
        double output = state[(_p * _d) + k] - _targets[(n * _p) + k];
        for (int i = 0; i < _d; i++)
        {
            output += row[i] * x[i];
        }

        return output;
    }

    // Q_full of about_GenEft_Theory 5(i).
    private ConservedCharge Charge(ReadOnlySpan<double> state) =>
        new(state[..(_p * _d)], state[((_p * _d) + _p)..], _d, _etaA, _etaX, _weights);
}
