using GenEft.Relations;

namespace GenEft.Training;

/// <summary>
/// The network in scalar double arithmetic, one pair at a time: written to be read, and what the vector trainers are
/// tested against. Shapes are those of <see cref="NetworkShape"/>; symbols are about_GenEft_Theory 3's.
/// </summary>
internal sealed class ReferenceTrainer : ITrainer
{
    private readonly NetworkShape _shape;
    private readonly TrainingSettings _settings;
    private readonly double[] _theta;
    private readonly double[] _gradient;
    private readonly double[] _first;      // Adam's m
    private readonly double[] _second;     // Adam's v
    private readonly double[][] _x;        // _x[l]: input of layer l; the last one is the logit
    private readonly double[][] _slopes;   // _slopes[l]: the activation's slope where _x[l] came from, l > 0
    private readonly HashSet<int>? _moved; // the elements of the batch, where the others keep still (EmbeddingRows)
    private PairSet _batch = new(0);
    private double[] _logits = [];
    private int _updates;
    private TrainerState? _mark;

    public ReferenceTrainer(NetworkShape shape, TrainingSettings settings, double[] parameters)
    {
        _shape = shape;
        _settings = settings;
        _moved = settings.NegativeRatio > 0 ? [] : null;
        _theta = [.. parameters];
        _gradient = new double[shape.ParameterCount];
        _first = new double[shape.ParameterCount];
        _second = new double[shape.ParameterCount];
        _x = [.. shape.Layers.Select(layer => new double[layer.Inputs]), new double[1]];
        _slopes = [.. shape.Layers.Select(layer => new double[layer.Inputs])];
    }

    public string InstructionSet => "Reference";

    public void SetBatch(PairSet batch)
    {
        _batch = batch;
        _moved?.Clear();
        _moved?.UnionWith(batch.First.AsSpan(0, batch.Count).ToArray());
        _moved?.UnionWith(batch.Second.AsSpan(0, batch.Count).ToArray());
        _logits = new double[batch.Count];
    }

    public Evaluation MeasureBatch(bool withLoss) => LogisticLoss.Measure(_logits, _batch, withLoss);

    public Evaluation Evaluate(PairSet pairs, bool withLoss, CancellationToken cancelToken)
    {
        cancelToken.ThrowIfCancellationRequested();
        double[] logits = new double[pairs.Count];
        for (int s = 0; s < pairs.Count; s++)
        {
            logits[s] = Logit(pairs.First[s], pairs.Second[s]);
        }

        return LogisticLoss.Measure(logits, pairs, withLoss);
    }

    public void GetLogits(PairSet pairs, Span<float> logits, CancellationToken cancelToken)
    {
        for (int s = 0; s < pairs.Count; s++)
        {
            cancelToken.ThrowIfCancellationRequested();
            logits[s] = (float)Logit(pairs.First[s], pairs.Second[s]);
        }
    }

    public void ComputeGradient(CancellationToken cancelToken)
    {
        Array.Clear(_gradient);
        for (int s = 0; s < _batch.Count; s++)
        {
            cancelToken.ThrowIfCancellationRequested();
            _logits[s] = Logit(_batch.First[s], _batch.Second[s]);

            // The chain rule from the logit back, through the activations that Logit left.
            double[] delta = [LogisticLoss.Slope(_logits[s], _batch.Related[s]) / _batch.Count];
            for (int l = _shape.Layers.Length - 1; l >= 0; l--)
            {
                delta = BackwardLayer(l, delta);
            }

            BackwardEmbeddings(_batch.First[s], _batch.Second[s], delta);
        }
    }

    public void Update()
    {
        _updates++;
        (double First, double Second) corrections = Adam.Corrections(_updates);
        for (int i = 0; i < _theta.Length; i++)
        {
            bool encoder = i < _shape.EncoderLength;
            if (encoder && _moved is not null && !_moved.Contains(i / _shape.EmbeddingDimension))
            {
                continue;
            }

            double eta = encoder ? _settings.EncoderLearningRate : _settings.DecoderLearningRate;
            double decay = encoder ? _settings.EncoderWeightDecay : _settings.DecoderWeightDecay;
            double gradient = _gradient[i];
            switch (_settings.Optimizer)
            {
                case Optimizer.GradientDescent:
                    _theta[i] -= eta * (gradient + (decay * _theta[i]));
                    continue;
                case Optimizer.Adam:
                    gradient += decay * _theta[i];
                    break;
                default:
                    _theta[i] *= 1 - (eta * decay);
                    break;
            }

            _first[i] = (Adam.Beta1 * _first[i]) + ((1 - Adam.Beta1) * gradient);
            _second[i] = (Adam.Beta2 * _second[i]) + ((1 - Adam.Beta2) * gradient * gradient);
            double mean = _first[i] / corrections.First;
            double deviation = Math.Sqrt(_second[i] / corrections.Second);
            _theta[i] -= eta * mean / (deviation + Adam.Epsilon);
        }
    }

    public double[] GetGradient() => [.. _gradient];

    public TrainerState Save() => _settings.Optimizer == Optimizer.GradientDescent
        ? new([.. _theta], [], [], _updates)
        : new([.. _theta], [.. _first], [.. _second], _updates);

    public void Load(TrainerState state)
    {
        state.Parameters.CopyTo(_theta, 0);
        state.FirstMoment.CopyTo(_first, 0);
        state.SecondMoment.CopyTo(_second, 0);
        _updates = state.UpdateCount;
    }

    public void Mark() => _mark = Save();

    public void Rewind() => Load(_mark!);

    public void Dispose()
    {
    }

    /// <summary>The logit of one pair under given parameters.</summary>
    public static double Logit(NetworkShape shape, double[] parameters, int i, int j) =>
        new ReferenceTrainer(shape, new TrainingSettings(), parameters).Logit(i, j);

    // Leaves the input of every layer in _x, and the slopes it came by in _slopes.
    private double Logit(int i, int j)
    {
        int d = _shape.EmbeddingDimension;
        for (int k = 0; k < d; k++)
        {
            double left = _theta[(i * d) + k];
            double right = _theta[(j * d) + k];
            switch (_shape.Combination)
            {
                case Combination.Concatenation:
                    _x[0][k] = left;
                    _x[0][d + k] = right;
                    break;
                case Combination.Difference:
                    _x[0][k] = left - right;
                    break;
                default:
                    _x[0][k] = (left - right) * (left - right);
                    break;
            }
        }

        for (int l = 0; l < _shape.Layers.Length; l++)
        {
            NetworkShape.Layer layer = _shape.Layers[l];
            bool hidden = l < _shape.Layers.Length - 1;
            for (int o = 0; o < layer.Outputs; o++)
            {
                double z = _theta[layer.BiasOffset + o];
                for (int k = 0; k < layer.Inputs; k++)
                {
                    z += _theta[layer.WeightOffset + (o * layer.Inputs) + k] * _x[l][k];
                }

                if (hidden)
                {
                    (_x[l + 1][o], _slopes[l + 1][o]) = ActivationFunction.At(_shape.Activation, z);
                }
                else
                {
                    _x[l + 1][o] = z;
                }
            }
        }

        return _x[^1][0];
    }

    // delta: dL/dz of layer l, [out]. Adds to the layer's gradient; returns dL/dz of layer l - 1, or dL/dx for l = 0.
    private double[] BackwardLayer(int l, double[] delta)
    {
        NetworkShape.Layer layer = _shape.Layers[l];
        double[] previous = new double[layer.Inputs];
        for (int o = 0; o < layer.Outputs; o++)
        {
            _gradient[layer.BiasOffset + o] += delta[o];
            for (int k = 0; k < layer.Inputs; k++)
            {
                int weight = layer.WeightOffset + (o * layer.Inputs) + k;
                _gradient[weight] += delta[o] * _x[l][k];
                previous[k] += _theta[weight] * delta[o];
            }
        }

        for (int k = 0; l > 0 && k < previous.Length; k++)
        {
            previous[k] *= _slopes[l][k];
        }

        return previous;
    }

    // delta: dL/d(decoder input), [InputWidth].
    private void BackwardEmbeddings(int i, int j, double[] delta)
    {
        int d = _shape.EmbeddingDimension;
        for (int k = 0; k < d; k++)
        {
            int left = (i * d) + k;
            int right = (j * d) + k;
            switch (_shape.Combination)
            {
                case Combination.Concatenation:
                    _gradient[left] += delta[k];
                    _gradient[right] += delta[d + k];
                    break;
                case Combination.Difference:
                    _gradient[left] += delta[k];
                    _gradient[right] -= delta[k];
                    break;
                default:
                    double slope = 2 * (_theta[left] - _theta[right]) * delta[k];
                    _gradient[left] += slope;
                    _gradient[right] -= slope;
                    break;
            }
        }
    }
}
