using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <content>The hidden layers' function. The slope of tanh is 1 - h^2, which the backward product works out as it stores; other functions keep their
/// slopes, of one chunk, and multiply by them after the product.</content>
internal sealed unsafe partial class SimdTrainer<TSimd, V>
{
    private static bool KeepsSlopes(NetworkShape shape) => shape.Activation != Activation.Tanh;

    // Floats of the slopes of one chunk.
    private static long SlopeFloats(NetworkShape shape) =>
        KeepsSlopes(shape) ? Chunk.Size * shape.Layers.SkipLast(1).Sum(layer => (long)layer.Outputs) : 0;

    // y becomes h(y), and layer l's slopes are kept.
    private void Activate(int l, float* y, int vectors)
    {
        // Rows of a whole chunk lie side by side.
        int rows = _shape.Layers[l].Outputs;
        int length = vectors * TSimd.Lanes;
        (length, rows) = length == Chunk.Size ? (length * rows, 1) : (length, rows);
        switch (_shape.Activation)
        {
            case Activation.Tanh:
                ActivateTanh(y, rows, length);
                break;
            case Activation.ReLU:
                Activate<SimdRelu>(y, _slopes[l], rows, length);
                break;
            case Activation.GELU:
                Activate<SimdGelu>(y, _slopes[l], rows, length);
                break;
            case Activation.Sigmoid:
                Activate<SimdSigmoid>(y, _slopes[l], rows, length);
                break;
            case Activation.Sine:
                Activate<SimdSine>(y, _slopes[l], rows, length);
                break;
            default:
                Activate<SimdIdentity>(y, _slopes[l], rows, length);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ActivateTanh(float* y, int rows, int length)
    {
        for (; rows > 0; rows--)
        {
            SimdTanh.Apply<TSimd, V>(y, length);
            y += Chunk.Size;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Activate<TActivation>(float* y, float* slopes, int rows, int length)
        where TActivation : struct, ISimdActivation
    {
        for (; rows > 0; rows--)
        {
            int s = 0;
            for (; s + TwoOf<TSimd, V>.Lanes <= length; s += TwoOf<TSimd, V>.Lanes)
            {
                TwoOf<TSimd, V>.Store(y + s, TActivation.At<TwoOf<TSimd, V>, Pair<V>>(TwoOf<TSimd, V>.Load(y + s), out Pair<V> slope));
                TwoOf<TSimd, V>.Store(slopes + s, slope);
            }

            for (; s < length; s += TSimd.Lanes)
            {
                TSimd.Store(y + s, TActivation.At<TSimd, V>(TSimd.Load(y + s), out V slope));
                TSimd.Store(slopes + s, slope);
            }

            y += Chunk.Size;
            slopes += Chunk.Size;
        }
    }

    // dL/dh of the rows of one layer becomes dL/dz, whose sums over the samples go to the biases, lane by lane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplySlopes(float* delta, float* slopes, int rows, int vectors, float* biasLanes)
    {
        int length = vectors * TSimd.Lanes;
        for (int r = 0; r < rows; r++)
        {
            V sum = TSimd.Load(biasLanes);
            for (int s = 0; s < length; s += TSimd.Lanes)
            {
                V value = TSimd.Multiply(TSimd.Load(delta + s), TSimd.Load(slopes + s));
                TSimd.Store(delta + s, value);
                sum = TSimd.Add(sum, value);
            }

            TSimd.Store(biasLanes, sum);
            delta += Chunk.Size;
            slopes += Chunk.Size;
            biasLanes += TSimd.Lanes;
        }
    }
}
