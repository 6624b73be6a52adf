using GenEft.Libraries;

namespace GenEft.Dynamics.Simulation;

/// <summary>Two repons of one class, Eq. 8: dA/dt = -kappa eta_A A r r^T, dr/dt = -eta_x A^T A r. The state is A: [p, d] row by row,
/// then r: [d].</summary>
internal sealed class ReducedModel : ReponModel
{
    private readonly int _p;
    private readonly int _d;
    private readonly double _etaX;
    private readonly double _etaA;
    private readonly double _kappa;
    private readonly int _clusterSize;
    private readonly ConservedCharge _charge;

    /// <param name="decoder">A0: [p, d].</param>
    /// <param name="displacement">r0: [d].</param>
    /// <param name="encoderLearningRate">eta_x.</param>
    /// <param name="decoderLearningRate">eta_A.</param>
    /// <param name="clusterSize">N of Eq. 13.</param>
    public ReducedModel(double[,] decoder, double[] displacement, double encoderLearningRate, double decoderLearningRate, int clusterSize)
    {
        (_p, _d) = (decoder.GetLength(0), decoder.GetLength(1));
        (_etaX, _etaA, _kappa, _clusterSize) = (encoderLearningRate, decoderLearningRate, ReponSystem.Kappa(clusterSize), clusterSize);
        Start = [.. decoder.Cast<double>(), .. displacement];
        double a = Largest(Start.AsSpan(0, _p * _d));
        double r = Largest(displacement);
        Scale = [.. Enumerable.Range(0, Start.Length).Select(i => i < _p * _d ? a : r)];
        _charge = Charge(Start);
    }

    public override double[] Start { get; }

    public override double[] Scale { get; }

    public override void Flow(ReadOnlySpan<double> state, Span<double> rate)
    {
        ReadOnlySpan<double> a = state[..(_p * _d)];
        ReadOnlySpan<double> r = state[(_p * _d)..];
        rate.Clear();
        for (int k = 0; k < _p; k++)
        {
            ReadOnlySpan<double> row = a.Slice(k * _d, _d);
            double output = 0;   // (A r)_k
            for (int i = 0; i < _d; i++)
            {
                output += row[i] * r[i];
            }

            for (int i = 0; i < _d; i++)
            {
                rate[(k * _d) + i] = -_kappa * _etaA * output * r[i];
                rate[(_p * _d) + i] -= _etaX * output * row[i];
            }
        }
    }

    // Of U = |A r|^2/2, whose gradients are (A r) r^T and A^T A r.
    public override double Dissipation(ReadOnlySpan<double> rate) =>
        (Squares(rate[..(_p * _d)]) / (_kappa * _etaA)) + (Squares(rate[(_p * _d)..]) / _etaX);

    public override double FullRate(ReadOnlySpan<double> state) => _etaX * Squares(state[..(_p * _d)]);

    public override double ApproachRate(ReadOnlySpan<double> state, double collided, double share, CancellationToken cancelToken) =>
        IsCollided(state, collided, cancelToken) ? 0
            : _etaX * Seen(Decomposition.Singular(Matrix(state[..(_p * _d)], _d)), state[(_p * _d)..], share);

    public override bool IsCollided(ReadOnlySpan<double> state, double half, CancellationToken cancelToken) =>
        Math.Sqrt(Squares(state[(_p * _d)..])) <= half;

    public override ReponObservation Observe(ReadOnlySpan<double> state, CancellationToken cancelToken)
    {
        ReadOnlySpan<double> r = state[(_p * _d)..];
        double[,] gram = ConservedCharge.Gram(state[..(_p * _d)], _d, [], cancelToken);
        ConservedCharge charge = Charge(state);
        double potential = 0;
        for (int i = 0; i < _d; i++)
        {
            for (int j = 0; j < _d; j++)
            {
                potential += r[i] * gram[i, j] * r[j] / 2;
            }
        }

        bool isScalar = _p == 1 && _d == 1;
        double separation = isScalar ? r[0] : Math.Sqrt(Squares(r));
        return new ReponObservation(
            isScalar ? state[0] : DecoderScale(gram), separation, Math.Abs(separation), 0, 1, charge.Trace,
            charge.DriftFrom(_charge), potential);
    }

    public override ReponState StateOf(ReadOnlySpan<double> state) =>
        ReponState.OfPair(Matrix(state[..(_p * _d)], _d), state[(_p * _d)..], _clusterSize);

    // Q = A^T A/(kappa eta_A) - r r^T/eta_x (about_GenEft_Theory 5(ii)).
    private ConservedCharge Charge(ReadOnlySpan<double> state) =>
        new(state[..(_p * _d)], state[(_p * _d)..], _d, _kappa * _etaA, _etaX);
}
