using GenEft.Training.Simd;

namespace GenEft.Tests;

public sealed class SimdSinCosTests
{
    // As SimdSinCos documents it.
    private const double MaximumError = 2e-7;

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Both_are_within_their_stated_error_near_and_far(string name)
    {
        for (double x = 1e-30; x < 1e30; x *= 1 + (1.0 / 1024))
        {
            foreach (float value in new[] { (float)x, (float)-x })
            {
                Close.To(Math.Sin(value), Sine(name, value), absolute: MaximumError, what: $"sin({value})");
                Close.To(Math.Cos(value), Cosine(name, value), absolute: MaximumError, what: $"cos({value})");
            }
        }
    }

    /// <summary>Around odd multiples of pi/4, where the quarter changes, of pi/2 and of the limit.</summary>
    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void They_do_not_jump_where_the_quarter_changes(string name)
    {
        foreach (double middle in Enumerable.Range(1, 10_000).Select(eighth => eighth * Math.PI / 4).Append(SimdSinCos.Limit))
        {
            float value = MathF.BitDecrement((float)middle);
            for (int i = 0; i < 3; i++, value = MathF.BitIncrement(value))
            {
                Close.To(Math.Sin(value), Sine(name, value), absolute: MaximumError, what: $"sin({value})");
                Close.To(Math.Cos(value), Cosine(name, value), absolute: MaximumError, what: $"cos({value})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Special_values_are_handled(string name)
    {
        Assert.Equal((0f, 1f), (Sine(name, 0), Cosine(name, 0)));
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            Assert.True(float.IsNaN(Sine(name, value)));
            Assert.True(float.IsNaN(Cosine(name, value)));
        }
    }

    private static float Sine(string name, float x) => VectorFunction.Evaluate(name, x, new SinCos(false));

    private static float Cosine(string name, float x) => VectorFunction.Evaluate(name, x, new SinCos(true));

    private readonly struct SinCos(bool isCosine) : VectorFunction.IFunction
    {
        public V Evaluate<TSimd, V>(V x)
            where TSimd : struct, ISimd<V>
            where V : struct => SimdSinCos.Evaluate<TSimd, V>(x) is var (sine, cosine) && isCosine ? cosine : sine;
    }
}
