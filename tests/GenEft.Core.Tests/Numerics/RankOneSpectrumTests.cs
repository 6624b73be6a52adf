using CsCheck;
using GenEft.Dynamics;
using GenEft.Libraries;
using GenEft.Numerics;

namespace GenEft.Tests;

public sealed class RankOneSpectrumTests
{
    [Fact]
    public void Values_and_vectors_are_those_of_the_matrix() =>
        Gen.Select(Gen.Double[0, 3].Array[1, 6], Gen.Double[-2, 2].Array[6], Gen.Int[0, 63], Gen.Int[0, 63]).Sample((g, weights, equal, none) => Check(
            [.. g.Select((value, i) => (equal >> i & 1) != 0 ? 1.5 : value).Order()],
            [.. weights[..g.Length].Select((value, i) => (none >> i & 1) != 0 ? 0 : value)]));

    /// <summary>Two roots a distance 4e-18 apart, of which doubles cannot tell where they lie: their vectors were nearly the same.</summary>
    [Theory]
    [InlineData(2.004e-18)]
    [InlineData(1e-9)]
    [InlineData(1e-150)]
    public void Vectors_of_roots_that_lie_together_stand_at_right_angles(double weight) => Check([0, 1, 2], [weight, 1, 0]);

    private static void Check(double[] diagonal, double[] u)
    {
        int d = u.Length;
        double[,] matrix = new double[d, d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                matrix[i, j] = (i == j ? diagonal[i] : 0) - (u[i] * u[j]);
            }
        }

        RankOneSpectrum spectrum = new(diagonal, u);
        double[] expected = Decomposition.Eigen(matrix).Values;
        for (int i = 0; i < d; i++)
        {
            // LAPACK's own error is some units in the last place of the largest eigenvalue, at most 27.
            Close.To(expected[i], spectrum.Values[i], absolute: 1e-13);
            double projection = 0;
            for (int row = 0; row < d; row++)
            {
                double image = Enumerable.Range(0, d).Sum(k => matrix[row, k] * spectrum.Vectors[k, i]);
                Close.To(spectrum.Values[i] * spectrum.Vectors[row, i], image, absolute: 1e-12);
                projection += u[row] * spectrum.Vectors[row, i];
            }

            Close.To(projection, spectrum.Projection[i], absolute: 1e-12);
            for (int other = 0; other < d; other++)
            {
                double product = Enumerable.Range(0, d).Sum(k => spectrum.Vectors[k, i] * spectrum.Vectors[k, other]);
                Close.To(i == other ? 1 : 0, product, absolute: 1e-11);
            }
        }
    }

    /// <summary>A decoder that sees one of two dimensions: the eigenvalues have the product -a^2 y^2/(kappa eta_A eta_x), and the larger no
    /// difference in its formula. From the matrix itself the smaller had 11 digits at a ratio of 1e-6, 5 at 1e-12 and none at 1e-16.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-8)]
    [InlineData(1e-20)]
    [InlineData(1e-100)]
    public void The_smallest_eigenvalue_of_a_charge_keeps_its_digits(double size)
    {
        double[,] decoder = { { 2, 0 } };
        double[] r = [0.6 * size, 0.8 * size];
        ReponSystem system = new(decoder, r, 1, 1);
        (double g, double x, double y) = (2, r[0] * r[0], r[1] * r[1]);   // kappa eta_A = 2
        double trace = g - x - y;
        double larger = (trace + Math.Sqrt((trace * trace) + (4 * g * y))) / 2;
        Close.To(-g * y / larger, system.MinimumEigenvalue, 1e-14);
        Close.To(Math.Sqrt(g * y / larger), system.FinalSeparation, 1e-14);

        // And at times so large that nothing else is left.
        double[] end = system.DisplacementAt(1e3 / (size * size));
        Close.To(Math.Sqrt(g * y / larger), Math.Sqrt((end[0] * end[0]) + (end[1] * end[1])), 1e-13);
    }

    /// <summary>A decoder that is next to nothing hardly moves the repons: what it has is told to all digits, where the difference of
    /// |r|^2/eta_x and the eigenvalue that it hardly differs from would have none.</summary>
    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-8)]
    [InlineData(1e-20)]
    [InlineData(0)]
    public void A_small_decoder_keeps_its_digits(double size)
    {
        double[,] decoder = { { 0.7438 * size, 0.6859 * size } };
        double[] r = [-0.6417, 0.5209];
        ReponSystem system = new(decoder, r, 0.3, 0.7);

        // With r at rest, A changes by exp(-kappa eta_A |r|^2 t) along r: A r is what decays.
        double square = (r[0] * r[0]) + (r[1] * r[1]);
        double along = (decoder[0, 0] * r[0]) + (decoder[0, 1] * r[1]);
        double across = (decoder[0, 0] * r[1]) - (decoder[0, 1] * r[0]);
        foreach (double time in new[] { 1e-3, 0.05, 1 })
        {
            double left = along * Math.Exp(-2 * 0.7 * square * time);
            ReponSolution.Point point = system.Solution.At(time);
            double error = 10 * size * size;   // of taking r to be at rest
            Close.To(left * left / 2, system.Solution.PotentialOf(point), 1e-13 + error, what: $"potential at {time}");
            Close.To(Math.Sqrt(((left * left) + (across * across)) / square), system.Solution.DecoderScaleOf(point), 1e-13 + error, what: $"scale at {time}");
        }
    }

    /// <summary>A pair that moves along one axis of three: what the decoder has left falls to nothing, and keeps its digits.</summary>
    [Theory]
    [InlineData(0.5, 1.5)]
    [InlineData(1.5, 0.5)]
    [InlineData(1e-5, 1e-2)]
    public void The_closed_form_keeps_its_digits_at_large_times(double scale, double separation)
    {
        ReponSystem one = new(new[,] { { scale } }, [separation], 0.7, 1.3);
        ReponSystem three = new(new[,] { { scale, 0, 0 } }, [separation, 0, 0], 0.7, 1.3);
        foreach (double time in new[] { 0.1, 1, 10, 100 })
        {
            ReponSolution.Point plain = one.Solution.At(time / (scale * scale * 1.3));
            ReponSolution.Point point = three.Solution.At(time / (scale * scale * 1.3));
            double a = scale * Math.Exp(-plain.LogDenominator / 2);
            double c = plain.Displacement[0];

            // The exponents are some hundreds, known to 1e-16 each.
            Close.To(a, three.Solution.DecoderScaleOf(point), 1e-12, 1e-300, $"scale at {time}");
            Close.To(a * a * c * c / 2, three.Solution.PotentialOf(point), 1e-12, 1e-300, $"potential at {time}");
            Close.To(a, one.Solution.DecoderScaleOf(plain), 1e-12, 1e-300, $"alone at {time}");
        }
    }
}
