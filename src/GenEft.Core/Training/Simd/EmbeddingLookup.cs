using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GenEft.Training.Simd;

/// <summary>Embeddings of few elements, [dimension][32]: two registers of AVX-512 hold one dimension of all of them, and one instruction looks up 16 pairs.</summary>
internal static unsafe class EmbeddingLookup
{
    private const int Length = 32;

    /// <summary>Whether a trainer on vectors V has one.</summary>
    public static bool Serves<V>(NetworkShape shape, bool sampled)
        where V : struct => typeof(V) == typeof(Vector512<float>) && shape.ElementCount <= Length && !sampled;

    public static long FloatCount(NetworkShape shape) => (long)shape.EmbeddingDimension * Length;

    /// <summary>Takes the embeddings, [element][dimension], over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(NetworkShape shape, float* embeddings, float* table)
    {
        int d = shape.EmbeddingDimension;
        for (int i = 0; i < shape.ElementCount; i++)
        {
            for (int k = 0; k < d; k++)
            {
                table[(k * Length) + i] = embeddings[(i * d) + k];
            }
        }
    }

    /// <summary>The decoder's input of a whole chunk of pairs, x: [InputWidth][64].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LookUp(NetworkShape shape, float* table, int* first, int* second, float* x)
    {
        int d = shape.EmbeddingDimension;
        float* y = x + (d * Chunk.Size);
        for (int k = 0; k < d; k++)
        {
            Vector512<float> low = Vector512.Load(table);
            Vector512<float> high = Vector512.Load(table + Vector512<float>.Count);
            for (int s = 0; s < Chunk.Size; s += Vector512<float>.Count)
            {
                Vector512<float> one = Avx512F.PermuteVar16x32x2(low, Vector512.Load(first + s), high);
                Vector512<float> other = Avx512F.PermuteVar16x32x2(low, Vector512.Load(second + s), high);
                if (shape.Combination == Combination.Concatenation)
                {
                    one.Store(x + s);
                    other.Store(y + s);
                }
                else
                {
                    Vector512<float> difference = one - other;
                    (shape.Combination == Combination.Difference ? difference : difference * difference).Store(x + s);
                }
            }

            table += Length;
            x += Chunk.Size;
            y += Chunk.Size;
        }
    }
}
