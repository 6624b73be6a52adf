using System.Runtime.Intrinsics;
using GenEft.Training.Simd;

namespace GenEft.Tests;

/// <summary>A function of one vector, evaluated at one number by the named trainer's instructions.</summary>
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
        _ when name == Simd512.Name => Evaluate<Simd512, Vector512<float>, TFunction>(x, function),
        _ when name == Simd256.Name => Evaluate<Simd256, Vector256<float>, TFunction>(x, function),
        _ => Evaluate<Simd128, Vector128<float>, TFunction>(x, function),
    };

    private static float Evaluate<TSimd, V, TFunction>(float x, TFunction function)
        where TSimd : struct, ISimd<V>
        where V : struct
        where TFunction : struct, IFunction
    {
        float* lanes = stackalloc float[16];
        TSimd.Store(lanes, function.Evaluate<TSimd, V>(TSimd.Create(x)));
        return lanes[0];
    }
}
