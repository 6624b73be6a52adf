using System.Runtime.CompilerServices;
using GenEft.Relations;

namespace GenEft.Training.Simd;

/// <summary>
/// The network in float vectors, one model on one core. Lanes hold samples; forward and backward go chunk by chunk and
/// keep every activation and delta of a group of chunks, then each layer's gradient is one product over the group. A group is
/// the whole batch, or about half a megabyte of it. Cites <see cref="ReferenceTrainer"/>; steady state allocates nothing.
/// </summary>
internal sealed unsafe partial class SimdTrainer<TSimd, V> : ITrainer
    where TSimd : struct, ISimd<V>
    where V : struct
{
    private const int MaxLanes = 16;

    private readonly NetworkShape _shape;
    private readonly TrainingSettings _settings;
    private readonly AlignedMemory _memory;
    private readonly int _capacity;           // samples
    private readonly int _groupChunks;        // chunks of a group
    private readonly int _decoderStart;       // where the decoder's parameters start in the padded vector
    private readonly int _paddedLength;       // of the padded parameter vector
    private readonly float* _theta;           // [encoder, padded][decoder, padded]
    private readonly float* _first;           // likewise: Adam's m
    private readonly float* _second;          // likewise: Adam's v
    private readonly float* _gradient;        // likewise
    private readonly float* _mark;            // [3][padded]: parameters and moments as Mark kept them, or null
    private readonly float*[] _x;             // input of layer l: [chunk of the group][in][64]
    private readonly float*[] _delta;         // dL/dz of layer l: [chunk of the group][out][64]
    private readonly float*[] _slopes;        // the activation's slopes in layer l, of one chunk: [out][64]; null for tanh
    private readonly float* _logits;          // [chunk][64]
    private readonly float* _sign;            // [chunk][64]: 1 related, -1 not, 0 padding
    private readonly float*[] _biasLanes;     // gradient of layer l's biases before the lanes are summed: [out][lanes]
    private readonly float* _outputLanes;     // likewise of the output layer's weights: [in][lanes]; null where it has no hidden layer before it
    private readonly float* _inputDelta;      // dL/d(decoder input) of one chunk: [InputWidth][64]
    private readonly float* _scratch;         // logits of one chunk under evaluation: [64]
    private readonly EmbeddingRows? _rows;    // those of the batch, where the others keep still
    private readonly float* _embeddings;      // of the batch's elements: the encoder's parameters, or with _rows these rows of them
    private readonly float* _embeddingGradient;   // likewise of the gradient
    private readonly float* _table;           // the embeddings again, where EmbeddingLookup serves; or null
    private readonly float* _rowMoments;      // room for m and v of some rows, or null
    private PairSet _batch = new(0);
    private int _updates;
    private int _markUpdates;

    public SimdTrainer(NetworkShape shape, TrainingSettings settings, double[] parameters, int capacity)
    {
        _shape = shape;
        _settings = settings;
        _capacity = capacity;
        _rows = settings.NegativeRatio > 0 ? new EmbeddingRows(shape.ElementCount, capacity) : null;
        _decoderStart = (int)AlignedMemory.Padded(shape.EncoderLength);
        _paddedLength = (int)AlignedMemory.Padded(_decoderStart + shape.ParameterCount - shape.EncoderLength);
        _memory = new AlignedMemory(FloatCount(shape, settings, capacity));
        _theta = _memory.TakeZeroed(_paddedLength);
        _first = _memory.TakeZeroed(_paddedLength);
        _second = _memory.TakeZeroed(_paddedLength);
        _gradient = _memory.TakeZeroed(_paddedLength);
        _mark = settings.Crossing == Crossing.Exact ? _memory.Take(3L * _paddedLength) : null;
        _embeddings = _theta;
        _embeddingGradient = _gradient;
        if (_rows is not null)
        {
            _embeddings = _memory.TakeZeroed(RowFloats(shape, capacity));
            _embeddingGradient = _memory.TakeZeroed(RowFloats(shape, capacity));
            _rowMoments = _memory.Take(SimdOptimizer<TSimd, V>.RoomFloats(shape.EmbeddingDimension));
        }

        _table = EmbeddingLookup.Serves<V>(shape, _rows is not null) ? _memory.TakeZeroed(EmbeddingLookup.FloatCount(shape)) : null;
        _groupChunks = GroupChunks(shape, capacity);
        long samples = (long)Chunk.Count(capacity) * Chunk.Size;
        _logits = _memory.Take(samples);
        _sign = _memory.Take(samples);
        samples = (long)_groupChunks * Chunk.Size;
        _inputDelta = _memory.Take((long)shape.InputWidth * Chunk.Size);
        _scratch = _memory.Take(Chunk.Size);
        _x = new float*[shape.Layers.Length];
        _delta = new float*[shape.Layers.Length];
        _biasLanes = new float*[shape.Layers.Length];
        _slopes = new float*[shape.Layers.Length];
        for (int l = 0; l < _x.Length; l++)
        {
            _x[l] = _memory.Take(samples * shape.Layers[l].Inputs);
            _delta[l] = _memory.Take(samples * shape.Layers[l].Outputs);
            _biasLanes[l] = _memory.Take((long)shape.Layers[l].Outputs * MaxLanes);
            _slopes[l] = KeepsSlopes(shape) && l < _x.Length - 1 ? _memory.Take((long)shape.Layers[l].Outputs * Chunk.Size) : null;
        }

        _outputLanes = HasOutputLanes(shape) ? _memory.Take((long)shape.Layers[^1].Inputs * MaxLanes) : null;
        Write(parameters, _theta);
    }

    public string InstructionSet => TSimd.Name;

    /// <summary>Floats a trainer holds for batches of up to a number of samples.</summary>
    public static long FloatCount(NetworkShape shape, TrainingSettings settings, int capacity)
    {
        long samples = (long)Chunk.Count(capacity) * Chunk.Size;
        long parameters = AlignedMemory.Padded(
            AlignedMemory.Padded(shape.EncoderLength) + shape.ParameterCount - shape.EncoderLength);
        long rows = settings.NegativeRatio > 0 ? (2 * RowFloats(shape, capacity)) + SimdOptimizer<TSimd, V>.RoomFloats(shape.EmbeddingDimension) : 0;
        return ((settings.Crossing == Crossing.Exact ? 7 : 4) * parameters) + (2 * samples) + rows
            + ((long)GroupChunks(shape, capacity) * ChunkFloats(shape))
            + (MaxLanes * (shape.Layers.Sum(layer => (long)layer.Outputs) + (HasOutputLanes(shape) ? shape.Layers[^1].Inputs : 0)))
            + (EmbeddingLookup.Serves<V>(shape, rows > 0) ? EmbeddingLookup.FloatCount(shape) : 0)
            + SlopeFloats(shape) + ((long)(shape.InputWidth + 1) * Chunk.Size);
    }

    // Embeddings of the most elements that a batch can have.
    private static long RowFloats(NetworkShape shape, int capacity) =>
        AlignedMemory.Padded((long)EmbeddingRows.MostOf(shape.ElementCount, capacity) * shape.EmbeddingDimension);

    // Activations and deltas of one chunk.
    private static long ChunkFloats(NetworkShape shape) => Chunk.Size * shape.Layers.Sum(layer => (long)layer.Inputs + layer.Outputs);

    // Groups of equal size, as far as they go.
    private static int GroupChunks(NetworkShape shape, int capacity)
    {
        int chunks = Chunk.Count(capacity);
        long most = Math.Max(Chunk.LeastGroup, Chunk.GroupBytes / (sizeof(float) * ChunkFloats(shape)));
        long groups = (chunks + most - 1) / most;
        return (int)((chunks + groups - 1) / groups);
    }

    public void SetBatch(PairSet batch)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, _capacity);
        _batch = _rows?.Find(batch) ?? batch;
        int padded = Chunk.Count(batch.Count) * Chunk.Size;
        for (int s = 0; s < padded; s++)
        {
            _sign[s] = s >= batch.Count ? 0 : batch.Related[s] ? 1 : -1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ComputeGradient(CancellationToken cancelToken)
    {
        TakeEmbeddings();
        for (int l = 0; l < _biasLanes.Length; l++)
        {
            new Span<float>(_biasLanes[l], _shape.Layers[l].Outputs * TSimd.Lanes).Clear();
        }

        if (_outputLanes is not null)
        {
            new Span<float>(_outputLanes, _shape.Layers[^1].Inputs * TSimd.Lanes).Clear();
        }

        int chunks = Chunk.Count(_batch.Count);
        for (int start = 0; start < chunks; start += _groupChunks)
        {
            int end = Math.Min(chunks, start + _groupChunks);
            for (int chunk = start; chunk < end; chunk++)
            {
                int vectors = VectorsIn(chunk, _batch.Count);
                Forward(_batch, _embeddings, chunk, chunk - start, vectors, _logits + ((nint)chunk * Chunk.Size), cancelToken);
                Backward(chunk, chunk - start, vectors, cancelToken);
            }

            AddGradient(start, end, cancelToken);
        }

        for (int l = 0; l < _shape.Layers.Length; l++)
        {
            SumLanes(_biasLanes[l], Decoder(_gradient, _shape.Layers[l].BiasOffset), _shape.Layers[l].Outputs);
        }

        if (_outputLanes is not null)
        {
            SumLanes(_outputLanes, Decoder(_gradient, _shape.Layers[^1].WeightOffset), _shape.Layers[^1].Inputs);
        }
    }

    public Evaluation MeasureBatch(bool withLoss)
    {
        LogisticLoss.Sum sum = new(withLoss, _batch.UnrelatedWeight);
        for (int s = 0; s < _batch.Count; s++)
        {
            sum.Add(_logits[s], _batch.Related[s]);
        }

        return sum.ToEvaluation();
    }

    public Evaluation Evaluate(PairSet pairs, bool withLoss, CancellationToken cancelToken)
    {
        LogisticLoss.Sum sum = new(withLoss, pairs.UnrelatedWeight);
        FillTable();
        for (int chunk = 0; chunk < Chunk.Count(pairs.Count); chunk++)
        {
            // The first chunk's activations are free between gradients.
            Forward(pairs, _theta, chunk, 0, VectorsIn(chunk, pairs.Count), _scratch, cancelToken);
            int start = chunk * Chunk.Size;
            int end = Math.Min(pairs.Count, start + Chunk.Size);
            for (int s = start; s < end; s++)
            {
                sum.Add(_scratch[s - start], pairs.Related[s]);
            }
        }

        return sum.ToEvaluation();
    }

    public void GetLogits(PairSet pairs, Span<float> logits, CancellationToken cancelToken)
    {
        FillTable();
        for (int chunk = 0; chunk < Chunk.Count(pairs.Count); chunk++)
        {
            Forward(pairs, _theta, chunk, 0, VectorsIn(chunk, pairs.Count), _scratch, cancelToken);
            int start = chunk * Chunk.Size;
            int count = Math.Min(pairs.Count - start, Chunk.Size);
            new ReadOnlySpan<float>(_scratch, count).CopyTo(logits[start..]);
        }
    }

    public void Update()
    {
        _updates++;
        SimdOptimizer<TSimd, V>.Segment encoder = new()
        {
            Theta = _embeddings,
            Gradient = _embeddingGradient,
            First = _first,
            Second = _second,
            Length = _rows is null ? _decoderStart : (int)AlignedMemory.Padded((long)_rows.Elements.Length * _shape.EmbeddingDimension),
            LearningRate = _settings.EncoderLearningRate,
            WeightDecay = _settings.EncoderWeightDecay,
        };
        SimdOptimizer<TSimd, V>.Segment decoder = new()
        {
            Theta = _theta + _decoderStart,
            Gradient = _gradient + _decoderStart,
            First = _first + _decoderStart,
            Second = _second + _decoderStart,
            Length = _paddedLength - _decoderStart,
            LearningRate = _settings.DecoderLearningRate,
            WeightDecay = _settings.DecoderWeightDecay,
        };
        if (_settings.Optimizer == Optimizer.GradientDescent)
        {
            SimdOptimizer<TSimd, V>.Descend(encoder);
            SimdOptimizer<TSimd, V>.Descend(decoder);
        }
        else
        {
            bool decoupled = _settings.Optimizer == Optimizer.AdamW;
            (double, double) corrections = Adam.Corrections(_updates);
            if (_rows is null)
            {
                SimdOptimizer<TSimd, V>.Adapt(encoder, decoupled, corrections);
            }
            else
            {
                SimdOptimizer<TSimd, V>.Adapt(encoder, decoupled, corrections, _rows.Elements, _shape.EmbeddingDimension, _rowMoments);
            }

            SimdOptimizer<TSimd, V>.Adapt(decoder, decoupled, corrections);
        }

        PutEmbeddingsBack();
    }

    public double[] GetGradient()
    {
        double[] gradient = Read(_gradient);
        if (_rows is not null)
        {
            int d = _shape.EmbeddingDimension;
            gradient.AsSpan(0, _shape.EncoderLength).Clear();
            for (int i = 0; i < _rows.Elements.Length * d; i++)
            {
                gradient[(_rows.Elements[i / d] * d) + (i % d)] = _embeddingGradient[i];
            }
        }

        return gradient;
    }

    public TrainerState Save() => _settings.Optimizer == Optimizer.GradientDescent
        ? new(Read(_theta), [], [], _updates)
        : new(Read(_theta), Read(_first), Read(_second), _updates);

    public void Load(TrainerState state)
    {
        Write(state.Parameters, _theta);
        Write(state.FirstMoment, _first);
        Write(state.SecondMoment, _second);
        _updates = state.UpdateCount;
    }

    public void Mark()
    {
        CopyState(_theta, _mark);
        _markUpdates = _updates;
    }

    public void Rewind()
    {
        CopyState(_mark, _theta);
        _updates = _markUpdates;
    }

    public void Dispose() => _memory.Dispose();

    // Weight gradients of a group of chunks.
    private void AddGradient(int start, int end, CancellationToken cancelToken)
    {
        for (int l = 0; l < _shape.Layers.Length - (_outputLanes is null ? 0 : 1); l++)
        {
            NetworkShape.Layer layer = _shape.Layers[l];
            SimdGradient<TSimd, V>.Operands operands = new()
            {
                Delta = _delta[l],
                X = _x[l],
                Weights = Decoder(_gradient, layer.WeightOffset),
                Outputs = layer.Outputs,
                Inputs = layer.Inputs,
                Chunks = end - start,
                LastVectors = VectorsIn(end - 1, _batch.Count),
                Accumulates = start > 0,
            };
            SimdGradient<TSimd, V>.Compute(operands, cancelToken);
        }
    }

    // Logits of one chunk of pairs; layer inputs are left in the given chunk of _x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(
        PairSet pairs, float* embeddings, int chunk, int slot, int vectors, float* logits, CancellationToken cancelToken)
    {
        Gather(pairs, embeddings, chunk, _x[0] + ((nint)slot * _shape.InputWidth * Chunk.Size));
        NetworkShape.Layer[] layers = _shape.Layers;
        for (int l = 0; l < layers.Length; l++)
        {
            cancelToken.ThrowIfCancellationRequested();
            NetworkShape.Layer layer = layers[l];
            bool hidden = l < layers.Length - 1;
            float* x = _x[l] + ((nint)slot * layer.Inputs * Chunk.Size);
            float* y = hidden ? _x[l + 1] + ((nint)slot * layer.Outputs * Chunk.Size) : logits;
            SimdProduct<TSimd, V>.Multiply(new()
            {
                W = Decoder(_theta, layer.WeightOffset),
                RowStride = layer.Inputs,
                ColumnStride = 1,
                Rows = layer.Outputs,
                Depth = layer.Inputs,
                Bias = Decoder(_theta, layer.BiasOffset),
                X = x,
                Y = y,
                Vectors = vectors,
            });
            if (hidden)
            {
                Activate(l, y, vectors);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(int chunk, int slot, int vectors, CancellationToken cancelToken)
    {
        NetworkShape.Layer[] layers = _shape.Layers;
        bool keepsSlopes = KeepsSlopes(_shape);
        OutputDelta(chunk, slot, vectors);
        for (int l = layers.Length - 1; l >= 0; l--)
        {
            cancelToken.ThrowIfCancellationRequested();
            NetworkShape.Layer layer = layers[l];
            float* w = Decoder(_theta, layer.WeightOffset);
            float* delta = _delta[l] + ((nint)slot * layer.Outputs * Chunk.Size);
            float* previous = l == 0 ? _inputDelta : _delta[l - 1] + ((nint)slot * layer.Inputs * Chunk.Size);
            float* x = _x[l] + ((nint)slot * layer.Inputs * Chunk.Size);
            if (l == layers.Length - 1 && _outputLanes is not null)
            {
                SpreadSlope(delta, w, previous, x, layer.Inputs, vectors, _biasLanes[l - 1], _outputLanes);
                continue;
            }

            SimdProduct<TSimd, V>.Multiply(new()
            {
                W = w,
                RowStride = 1,
                ColumnStride = layer.Inputs,
                Rows = layer.Inputs,
                Depth = layer.Outputs,
                X = delta,
                Y = previous,
                Vectors = vectors,
                Activations = l == 0 || keepsSlopes ? null : x,
                LaneSums = l == 0 || keepsSlopes ? null : _biasLanes[l - 1],
            });
            if (l > 0 && keepsSlopes)
            {
                MultiplySlopes(previous, _slopes[l - 1], layer.Inputs, vectors, _biasLanes[l - 1]);
            }
        }

        Scatter(chunk);
    }

    private static int VectorsIn(int chunk, int samples) =>
        (Math.Min(Chunk.Size, samples - (chunk * Chunk.Size)) + TSimd.Lanes - 1) / TSimd.Lanes;

    private float* Decoder(float* padded, int offset) => padded + _decoderStart + (offset - _shape.EncoderLength);

    // Parameters and both moments lie side by side.
    private void CopyState(float* from, float* to)
    {
        long bytes = 3L * _paddedLength * sizeof(float);
        Buffer.MemoryCopy(from, to, bytes, bytes);
    }

    // Between the flat vector of NetworkShape and the padded one.
    private void Write(ReadOnlySpan<double> flat, float* padded)
    {
        for (int i = 0; i < flat.Length; i++)
        {
            padded[i < _shape.EncoderLength ? i : i - _shape.EncoderLength + _decoderStart] = (float)flat[i];
        }
    }

    private double[] Read(float* padded)
    {
        double[] flat = new double[_shape.ParameterCount];
        for (int i = 0; i < flat.Length; i++)
        {
            flat[i] = padded[i < _shape.EncoderLength ? i : i - _shape.EncoderLength + _decoderStart];
        }

        return flat;
    }
}
