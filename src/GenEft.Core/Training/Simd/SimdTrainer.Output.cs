using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GenEft.Training.Simd;

/// <content>The output layer, whose one row has no tiles: its slope, backward product and weight gradient in one pass over the activations below it.</content>
internal sealed unsafe partial class SimdTrainer<TSimd, V>
{
    // Whether the output layer's weight gradient comes with its backward product, which takes the slope of tanh along.
    private static bool HasOutputLanes(NetworkShape shape) => shape.Layers.Length > 1 && shape.Layers[^1].Outputs == 1 && !KeepsSlopes(shape);

    // dL/dz at the output.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OutputDelta(int chunk, int slot, int vectors)
    {
        float* z = _logits + ((nint)chunk * Chunk.Size);
        float* sign = _sign + ((nint)chunk * Chunk.Size);
        float* delta = _delta[^1] + ((nint)slot * Chunk.Size);
        V scale = TSimd.Create(-1f / _batch.Count);
        V sum = TSimd.Load(_biasLanes[^1]);
        for (int v = 0; v < vectors; v++)
        {
            int s = v * TSimd.Lanes;
            V value = SimdLogistic.Slope<TSimd, V>(TSimd.Load(z + s), TSimd.Load(sign + s), scale);
            TSimd.Store(delta + s, value);
            sum = TSimd.Add(sum, value);
        }

        TSimd.Store(_biasLanes[^1], sum);
    }

    // The backward product of the output layer, delta[r] = w[r] above tanh', with the gradients of its weights and of the biases below, lane by lane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadSlope(float* above, float* w, float* delta, float* x, int rows, int vectors, float* biasLanes, float* weightLanes)
    {
        int length = vectors * TSimd.Lanes;
        for (int r = 0; r < rows; r++)
        {
            V weight = TSimd.Create(w[r]);
            V biasSum = TSimd.Load(biasLanes);
            V weightSum = TSimd.Load(weightLanes);
            for (int s = 0; s < length; s += TSimd.Lanes)
            {
                V h = TSimd.Load(x + s);
                V output = TSimd.Load(above + s);
                V product = TSimd.Multiply(output, h);
                weightSum = TSimd.Add(weightSum, product);
                V value = TSimd.Multiply(weight, TSimd.MultiplyAddNegated(product, h, output));
                TSimd.Store(delta + s, value);
                biasSum = TSimd.Add(biasSum, value);
            }

            TSimd.Store(biasLanes, biasSum);
            TSimd.Store(weightLanes, weightSum);
            delta += Chunk.Size;
            x += Chunk.Size;
            biasLanes += TSimd.Lanes;
            weightLanes += TSimd.Lanes;
        }
    }

    // Four sums at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumLanes(float* lanes, float* sums, int count)
    {
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            float* four = lanes + (i * TSimd.Lanes);
            TSimd.Sum(TSimd.Load(four), TSimd.Load(four + TSimd.Lanes), TSimd.Load(four + (2 * TSimd.Lanes)), TSimd.Load(four + (3 * TSimd.Lanes))).Store(sums + i);
        }

        for (; i < count; i++)
        {
            sums[i] = TSimd.Sum(TSimd.Load(lanes + (i * TSimd.Lanes)));
        }
    }
}
