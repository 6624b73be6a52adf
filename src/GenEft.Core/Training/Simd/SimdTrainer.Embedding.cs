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
        if (count < Chunk.Size)
        {
            new Span<float>(x, _shape.InputWidth * Chunk.Size).Clear();
        }

        fixed (int* first = &pairs.First[start], second = &pairs.Second[start])
        {
            if (_table is not null && count == Chunk.Size)
            {
                EmbeddingLookup.LookUp(_shape, _table, first, second, x);
                return;
            }

            if (_shape.Combination == Combination.Concatenation)
            {
                GatherSides(first, second, count, embeddings, x);
                return;
            }

            for (int k = 0; k < d; k++)
            {
                float* row = x + (k * Chunk.Size);
                for (int s = 0; s < count; s++)
                {
                    float difference = embeddings[((nint)first[s] * d) + k] - embeddings[((nint)second[s] * d) + k];
                    row[s] = _shape.Combination == Combination.Difference ? difference : difference * difference;
                }
            }
        }
    }

    // Two dimensions at a time, for one look at an index.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherSides(int* first, int* second, int count, float* embeddings, float* x)
    {
        nint d = _shape.EmbeddingDimension;
        float* y = x + (d * Chunk.Size);
        nint k = 0;
        for (; k + 2 <= d; k += 2)
        {
            float* embedding = embeddings + k;
            for (int s = 0; s < count; s++)
            {
                float* one = embedding + (first[s] * d);
                float* other = embedding + (second[s] * d);
                x[s] = one[0];
                x[s + Chunk.Size] = one[1];
                y[s] = other[0];
                y[s + Chunk.Size] = other[1];
            }

            x += 2 * Chunk.Size;
            y += 2 * Chunk.Size;
        }

        for (int s = 0; k < d && s < count; s++)
        {
            x[s] = embeddings[(first[s] * d) + k];
            y[s] = embeddings[(second[s] * d) + k];
        }
    }

    // The embeddings of the batch, and a gradient of zeros: side by side, so that the caches hold them through the step.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeEmbeddings()
    {
        int d = _shape.EmbeddingDimension;
        FillTable();
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

    // Of the parameters as they are now.
    private void FillTable()
    {
        if (_table is not null)
        {
            EmbeddingLookup.Fill(_shape, _theta, _table);
        }
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

    // Adds _inputDelta of one chunk to the gradient of the embeddings. Pairs of one first element mostly follow one another: summing them in registers
    // spares a chain through memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(int chunk)
    {
        int d = _shape.EmbeddingDimension;
        int start = chunk * Chunk.Size;
        int count = Math.Min(Chunk.Size, _batch.Count - start);
        fixed (int* first = &_batch.First[start], second = &_batch.Second[start])
        {
            if (_shape.Combination == Combination.Concatenation)
            {
                ScatterSides(first, second, count);
                return;
            }

            for (int k = 0; k < d; k++)
            {
                float* embedding = _embeddings + k;
                float* gradient = _embeddingGradient + k;
                float* row = _inputDelta + (k * Chunk.Size);
                for (int s = 0; s < count;)
                {
                    int element = first[s];
                    nint one = (nint)element * d;
                    float sum = 0;
                    do
                    {
                        nint other = (nint)second[s] * d;
                        float slope = _shape.Combination == Combination.Difference ? row[s] : row[s] * (2 * (embedding[one] - embedding[other]));
                        sum += slope;
                        gradient[other] -= slope;
                        s++;
                    }
                    while (s < count && first[s] == element);
                    gradient[one] += sum;
                }
            }
        }
    }

    // Two dimensions at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScatterSides(int* first, int* second, int count)
    {
        nint d = _shape.EmbeddingDimension;
        float* x = _inputDelta;
        float* y = x + (d * Chunk.Size);
        nint k = 0;
        for (; k + 2 <= d; k += 2)
        {
            float* gradient = _embeddingGradient + k;
            for (int s = 0; s < count;)
            {
                int element = first[s];
                float sum0 = 0;
                float sum1 = 0;
                do
                {
                    sum0 += x[s];
                    sum1 += x[s + Chunk.Size];
                    float* other = gradient + (second[s] * d);
                    other[0] += y[s];
                    other[1] += y[s + Chunk.Size];
                    s++;
                }
                while (s < count && first[s] == element);
                gradient[element * d] += sum0;
                gradient[(element * d) + 1] += sum1;
            }

            x += 2 * Chunk.Size;
            y += 2 * Chunk.Size;
        }

        for (int s = 0; k < d && s < count; s++)
        {
            _embeddingGradient[(first[s] * d) + k] += x[s];
            _embeddingGradient[(second[s] * d) + k] += y[s];
        }
    }
}
