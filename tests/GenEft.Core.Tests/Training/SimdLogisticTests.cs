using GenEft.Training;
using GenEft.Training.Simd;

namespace GenEft.Tests;

public sealed class SimdLogisticTests
{
    // The exponential is good to 2 units in the last place, the sum and the quotient to half a unit each.
    private const double MaximumError = 4e-7;

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void The_slope_is_that_of_the_loss_in_both_tails(string name)
    {
        // Beyond 62 ln 2 = 42.97 the smaller of the two slopes is 0.
        for (double x = 1e-30; x < 42.97; x *= 1 + (1.0 / 1024))
        {
            foreach (float z in new[] { (float)x, (float)-x })
            {
                Close.To(LogisticLoss.Slope(z, true), Evaluate(name, z, 1), MaximumError, what: $"slope at {z}, related");
                Close.To(LogisticLoss.Slope(z, false), Evaluate(name, z, -1), MaximumError, what: $"slope at {z}, not related");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void It_rises_with_the_logit_to_within_its_error(string name)
    {
        double highest = -1;
        for (double z = -80; z < 80; z += 1.0 / 512)
        {
            double slope = Evaluate(name, (float)z, 1);
            Assert.True(slope >= highest * (1 + MaximumError), $"the slope falls from {highest} to {slope} at {z}");
            highest = Math.Max(highest, slope);
        }
    }

    /// <summary>Where a pair is fitted so well that its slope would become subnormal further on it is 0; where it is not fitted at all it is whole.</summary>
    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Far_out_the_slope_is_nothing_or_whole(string name)
    {
        for (float z = 43; z < 1e30f; z *= 1.5f)
        {
            Assert.Equal((0f, 1f), (Evaluate(name, z, 1), Evaluate(name, z, -1)));
            Assert.Equal((-1f, 0f), (Evaluate(name, -z, 1), Evaluate(name, -z, -1)));
        }
    }

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void What_is_near_nothing_is_flushed(string name)
    {
        Assert.Equal((2f, -2f, 1f, -1f), (Flush(2), Flush(-2), Flush(1), Flush(-1)));
        Assert.Equal((0f, 0f, 0f, 0f), (Flush(0.999f), Flush(-0.999f), Flush(float.Epsilon), Flush(-0f)));
        Assert.True(float.IsNaN(Flush(float.NaN)));
        Assert.Equal((float.PositiveInfinity, float.NegativeInfinity), (Flush(float.PositiveInfinity), Flush(float.NegativeInfinity)));

        float Flush(float value) => VectorFunction.Evaluate(name, value, default(Flushed));
    }

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Special_values_are_handled(string name)
    {
        Assert.Equal(-0.5f, Evaluate(name, 0, 1));
        Assert.Equal(0.5f, Evaluate(name, 0, -1));
        Assert.Equal(0f, Evaluate(name, float.PositiveInfinity, 1));
        Assert.Equal(-1f, Evaluate(name, float.NegativeInfinity, 1));
        Assert.Equal(0f, Evaluate(name, 3, 0));   // padding
        Assert.True(float.IsNaN(Evaluate(name, float.NaN, 1)));
    }

    private static float Evaluate(string name, float z, float t) => VectorFunction.Evaluate(name, z, new Slope(t));

    private readonly struct Flushed : VectorFunction.IFunction
    {
        public V Evaluate<TSimd, V>(V x)
            where TSimd : struct, ISimd<V>
            where V : struct => TSimd.Flush(x, 1f);
    }

    private readonly struct Slope(float t) : VectorFunction.IFunction
    {
        public V Evaluate<TSimd, V>(V x)
            where TSimd : struct, ISimd<V>
            where V : struct => SimdLogistic.Slope<TSimd, V>(x, TSimd.Create(t), TSimd.Create(-1f));
    }
}
