using GenEft.Training.Simd;

namespace GenEft.Tests;

public sealed class SimdTanhTests
{
    // As SimdTanh documents it.
    private const double MaximumError = 5e-7;

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void It_is_within_its_stated_error_everywhere_and_odd(string name)
    {
        for (double x = 1e-30; x < 1e30; x *= 1 + (1.0 / 1024))
        {
            float value = (float)x;
            float result = Evaluate(name, value);
            Close.To(Math.Tanh(value), result, MaximumError, what: $"tanh({value})");
            Assert.Equal(-result, Evaluate(name, -value));
        }
    }

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void It_is_monotone_to_within_its_error(string name)
    {
        double highest = 0;
        for (double x = 1e-6; x < 20; x *= 1 + (1.0 / 4096))
        {
            float result = Evaluate(name, (float)x);
            Assert.True(result >= highest * (1 - MaximumError), $"tanh falls from {highest} to {result} at {x}");
            Assert.True(result <= 1);
            highest = Math.Max(highest, result);
        }
    }

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Special_values_are_handled(string name)
    {
        Assert.Equal(0f, Evaluate(name, 0));
        Assert.True(float.IsNegative(Evaluate(name, -0f)));
        Close.To(1, Evaluate(name, float.PositiveInfinity), absolute: MaximumError);
        Close.To(-1, Evaluate(name, float.NegativeInfinity), absolute: MaximumError);
        Assert.True(float.IsNaN(Evaluate(name, float.NaN)));
    }

    private static float Evaluate(string name, float x) => VectorFunction.Evaluate(name, x, new Tanh());

    private readonly struct Tanh : VectorFunction.IFunction
    {
        public V Evaluate<TSimd, V>(V x)
            where TSimd : struct, ISimd<V>
            where V : struct => SimdTanh.Evaluate<TSimd, V>(x);
    }
}
