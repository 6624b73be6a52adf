using System.Runtime.CompilerServices;
using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Training.Simd;

/// <content>Between embeddings and the decoder's input: pairs are looked up on the way in, and summed on the way back.</content>
internal sealed unsafe partial class SimdTrainer<TSimd, V>
{
    // x: [InputWidth][64]; slots beyond the last pair become 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(PairSet pairs, float* embeddings, int chunk, float* x)
    {
        int d = _shape.EmbeddingDimension;
        int start = chunk * Chunk.Size;
        int count = Math.Min(Chunk.Size, pairs.Count - start);
        ReadOnlySpan<int> first = pairs.First.AsSpan(start, count);
        ReadOnlySpan<int> second = pairs.Second.AsSpan(start, count);
        if (count < Chunk.Size)
        {
            new Span<float>(x, _shape.InputWidth * Chunk.Size).Clear();
        }

        for (int k = 0; k < d; k++)
        {
            float* embedding = embeddings + k;
            float* row = x + (k * Chunk.Size);
            switch (_shape.Combination)
            {
                case Combination.Concatenation:
                    for (int s = 0; s < first.Length; s++)
                    {
                        row[s] = embedding[first[s] * d];
                        row[(d * Chunk.Size) + s] = embedding[second[s] * d];
                    }

                    break;
                case Combination.Difference:
                    for (int s = 0; s < first.Length; s++)
                    {
                        row[s] = embedding[first[s] * d] - embedding[second[s] * d];
                    }

                    break;
                default:
                    for (int s = 0; s < first.Length; s++)
                    {
                        float difference = embedding[first[s] * d] - embedding[second[s] * d];
                        row[s] = difference * difference;
                    }

                    break;
            }
        }
    }

    // The embeddings of the batch, and a gradient of zeros: side by side, so that the caches hold them through the step.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeEmbeddings()
    {
        int d = _shape.EmbeddingDimension;
        if (_rows is null)
        {
            new Span<float>(_gradient, _decoderStart).Clear();
            return;
        }

        const int Ahead = 32;
        ReadOnlySpan<int> elements = _rows.Elements;
        for (int r = 0; r < elements.Length; r++)
        {
            Prefetch.Read(ref _theta[(nint)elements[Math.Min(r + Ahead, elements.Length - 1)] * d]);
            for (nint k = 0; k < d; k++)
            {
                _embeddings[((nint)r * d) + k] = _theta[((nint)elements[r] * d) + k];
            }
        }

        // What fills the last vector up is no parameter.
        int length = elements.Length * d;
        int padded = (int)AlignedMemory.Padded(length);
        new Span<float>(_embeddings + length, padded - length).Clear();
        new Span<float>(_embeddingGradient, padded).Clear();
    }

    private void PutEmbeddingsBack()
    {
        int d = _shape.EmbeddingDimension;
        ReadOnlySpan<int> elements = _rows is null ? [] : _rows.Elements;
        for (int r = 0; r < elements.Length; r++)
        {
            for (nint k = 0; k < d; k++)
            {
                _theta[((nint)elements[r] * d) + k] = _embeddings[((nint)r * d) + k];
            }
        }
    }

    // Adds _inputDelta of one chunk to the gradient of the embeddings.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(int chunk)
    {
        int d = _shape.EmbeddingDimension;
        int start = chunk * Chunk.Size;
        int count = Math.Min(Chunk.Size, _batch.Count - start);
        ReadOnlySpan<int> first = _batch.First.AsSpan(start, count);
        ReadOnlySpan<int> second = _batch.Second.AsSpan(start, count);
        for (int k = 0; k < d; k++)
        {
            float* embedding = _embeddings + k;
            float* gradient = _embeddingGradient + k;
            float* row = _inputDelta + (k * Chunk.Size);
            switch (_shape.Combination)
            {
                case Combination.Concatenation:
                    AddRuns(first, row, gradient, d);
                    for (int s = 0; s < second.Length; s++)
                    {
                        gradient[second[s] * d] += row[(d * Chunk.Size) + s];
                    }

                    break;
                case Combination.Difference:
                    AddRuns(first, row, gradient, d);
                    for (int s = 0; s < second.Length; s++)
                    {
                        gradient[second[s] * d] -= row[s];
                    }

                    break;
                default:
                    for (int s = 0; s < first.Length; s++)
                    {
                        row[s] *= 2 * (embedding[first[s] * d] - embedding[second[s] * d]);
                    }

                    goto case Combination.Difference;
            }
        }
    }

    // Pairs of one first element mostly follow one another; summing them in a register spares a chain through memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRuns(ReadOnlySpan<int> elements, float* row, float* gradient, int stride)
    {
        int s = 0;
        while (s < elements.Length)
        {
            int element = elements[s];
            float sum = 0;
            do
            {
                sum += row[s++];
            }
            while (s < elements.Length && elements[s] == element);
            gradient[element * stride] += sum;
        }
    }
}
