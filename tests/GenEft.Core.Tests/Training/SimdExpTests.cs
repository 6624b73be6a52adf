using GenEft.Training.Simd;

namespace GenEft.Tests;

public sealed class SimdExpTests
{
    // As SimdExp documents it.
    private const double MaximumError = 2e-7;

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void It_is_within_its_stated_error_where_results_are_normal(string name)
    {
        for (double x = 1e-30; x < SimdExp.Limit; x *= 1 + (1.0 / 1024))
        {
            foreach (float value in new[] { (float)x, (float)-x })
            {
                Close.To(Math.Exp(value), Evaluate(name, value), MaximumError, what: $"exp({value})");
            }
        }
    }

    /// <summary>Around half-integer multiples of ln 2, where the power of 2 changes.</summary>
    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void It_does_not_jump_where_the_power_changes(string name)
    {
        for (int half = -249; half <= 249; half += 2)
        {
            float middle = (float)(half * Math.Log(2) / 2);
            for (float value = middle - 1e-5f; value < middle + 1e-5f; value = MathF.BitIncrement(value))
            {
                Close.To(Math.Exp(value), Evaluate(name, value), MaximumError, what: $"exp({value})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Special_values_are_handled(string name)
    {
        Assert.Equal(1f, Evaluate(name, 0));
        Assert.Equal(1f, Evaluate(name, -0f));
        Assert.True(float.IsNaN(Evaluate(name, float.NaN)));
        Assert.Equal(Evaluate(name, SimdExp.Limit), Evaluate(name, float.PositiveInfinity));
        Assert.Equal(Evaluate(name, -SimdExp.Limit), Evaluate(name, float.NegativeInfinity));
        Assert.True(float.IsNormal(Evaluate(name, float.NegativeInfinity)));
    }

    private static float Evaluate(string name, float x) => VectorFunction.Evaluate(name, x, default(Exp));

    private readonly struct Exp : VectorFunction.IFunction
    {
        public V Evaluate<TSimd, V>(V x)
            where TSimd : struct, ISimd<V>
            where V : struct => SimdExp.Evaluate<TSimd, V>(x);
    }
}
