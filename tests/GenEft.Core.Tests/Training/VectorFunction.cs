using System.Runtime.Intrinsics;
using GenEft.Training.Simd;

namespace GenEft.Tests;

/// <summary>A function of one vector, evaluated at one number by the named trainer's instructions; vectors in step must agree.</summary>
internal static unsafe class VectorFunction
{
    public interface IFunction
    {
        V Evaluate<TSimd, V>(V x)
            where TSimd : struct, ISimd<V>
            where V : struct;
    }

    public static float Evaluate<TFunction>(string name, float x, TFunction function)
        where TFunction : struct, IFunction => name switch
    {
        _ when name == Simd512.Name => Evaluate<Simd512, Vector512<float>, TFunction>(name, x, function),
        _ when name == Simd256.Name => Evaluate<Simd256, Vector256<float>, TFunction>(name, x, function),
        _ => Evaluate<Simd128, Vector128<float>, TFunction>(name, x, function),
    };

    private static float Evaluate<TSimd, V, TFunction>(string name, float x, TFunction function)
        where TSimd : struct, ISimd<V>
        where V : struct
        where TFunction : struct, IFunction
    {
        // One vector, and two and four in step: the same to the last bit, each in its place.
        int count = 4 * TSimd.Lanes;
        float* numbers = stackalloc float[count];
        float* single = stackalloc float[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = x * (1 - ((float)i / count));
        }

        Apply<TSimd, V, TFunction>(numbers, single, count, function);
        float* inStep = stackalloc float[count];
        Apply<TwoOf<TSimd, V>, Pair<V>, TFunction>(numbers, inStep, count, function);
        Assert.True(AreSame(single, inStep, count), $"{name} at {x}: two vectors in step differ from one.");
        Apply<TwoOf<TwoOf<TSimd, V>, Pair<V>>, Pair<Pair<V>>, TFunction>(numbers, inStep, count, function);
        Assert.True(AreSame(single, inStep, count), $"{name} at {x}: four vectors in step differ from one.");
        return single[0];
    }

    // Bit by bit; what is no number may be so in several ways.
    private static bool AreSame(float* one, float* other, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (BitConverter.SingleToInt32Bits(one[i]) != BitConverter.SingleToInt32Bits(other[i]) && !(float.IsNaN(one[i]) && float.IsNaN(other[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static void Apply<TSimd, V, TFunction>(float* numbers, float* results, int count, TFunction function)
        where TSimd : struct, ISimd<V>
        where V : struct
        where TFunction : struct, IFunction
    {
        for (int i = 0; i < count; i += TSimd.Lanes)
        {
            TSimd.Store(results + i, function.Evaluate<TSimd, V>(TSimd.Load(numbers + i)));
        }
    }
}
