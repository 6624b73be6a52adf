using System.Runtime.Intrinsics;

namespace GenEft.Tests;

public sealed unsafe class SimdTanhTests
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
    public void Special_values_are_handled(string name)
    {
        Assert.Equal(0f, Evaluate(name, 0));
        Close.To(1, Evaluate(name, float.PositiveInfinity), absolute: MaximumError);
        Close.To(-1, Evaluate(name, float.NegativeInfinity), absolute: MaximumError);
        Assert.True(float.IsNaN(Evaluate(name, float.NaN)));
    }

    private static float Evaluate(string name, float x) => name switch
    {
        _ when name == Simd512.Name => Evaluate<Simd512, Vector512<float>>(x),
        "Avx2" => Evaluate<Simd256, Vector256<float>>(x),
        _ => Evaluate<Simd128, Vector128<float>>(x),
    };

    private static float Evaluate<TSimd, V>(float x)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        float* lanes = stackalloc float[16];
        TSimd.Store(lanes, SimdTanh.Evaluate<TSimd, V>(TSimd.Create(x)));
        return lanes[0];
    }
}
