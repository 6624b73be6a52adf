using System.Text.Json;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Training runs by PyTorch in double precision: Vectors/training-pytorch.json describes itself, activation-pytorch.json is made by the Python
/// script beside it.</summary>
internal sealed record PyTorchVectors(int Steps, PyTorchVectors.Case[] Cases)
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNameCaseInsensitive = true };

    public static PyTorchVectors Load()
    {
        PyTorchVectors tanh = Load("training-pytorch.json");
        PyTorchVectors others = Load("activation-pytorch.json");
        return tanh.Steps == others.Steps ? new(tanh.Steps, [.. tanh.Cases, .. others.Cases]) : throw new InvalidDataException("The files differ in steps.");
    }

    private static PyTorchVectors Load(string name) => JsonSerializer.Deserialize<PyTorchVectors>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", name)), s_options)!;

    /// <summary>Embeddings [n][d], weights [layer][out][in], biases [layer][out].</summary>
    internal sealed record Parameters(double[][] Embeddings, double[][][] Weights, double[][] Biases)
    {
        /// <summary>Tensor by tensor, in the order of NetworkShape.</summary>
        public IEnumerable<(string Name, double[] Values)> Tensors()
        {
            yield return ("embeddings", [.. Embeddings.SelectMany(row => row)]);
            for (int l = 0; l < Weights.Length; l++)
            {
                yield return ($"weights {l}", [.. Weights[l].SelectMany(row => row)]);
                yield return ($"biases {l}", Biases[l]);
            }
        }

        /// <summary>In the order of NetworkShape.</summary>
        public double[] Flatten() => [.. Tensors().SelectMany(tensor => tensor.Values)];
    }

    internal sealed record Case(
        string Relation, int Count, string Combination, int DecoderWidth, int EmbeddingDimension, int HiddenLayerCount,
        string Optimizer, double DecoderWeightDecay, double EncoderLearningRate, double DecoderLearningRate,
        int[][] TrainPairs, Parameters Initial, Parameters GradientAtStep0, double[] LossBeforeStep, Parameters Final,
        double[] FinalLogitsRowMajor, string Activation = "Tanh")
    {
        public TrainingSettings Settings => new()
        {
            Combination = Enum.Parse<Combination>(Combination),
            Activation = Enum.Parse<Activation>(Activation),
            DecoderWidth = Math.Max(1, DecoderWidth),
            DecoderDepth = HiddenLayerCount + 1,
            EmbeddingDimension = EmbeddingDimension,
            Optimizer = Enum.Parse<Optimizer>(Optimizer),
            DecoderWeightDecay = DecoderWeightDecay,
            EncoderLearningRate = EncoderLearningRate,
            DecoderLearningRate = DecoderLearningRate,
        };

        public NetworkShape Shape => new(Count, Settings);

        public PairSet Pairs
        {
            get
            {
                PairSet pairs = new(TrainPairs.Length);
                for (int s = 0; s < pairs.Count; s++)
                {
                    pairs.Set(s, TrainPairs[s][0], TrainPairs[s][1], IsRelated(TrainPairs[s][0], TrainPairs[s][1]));
                }

                return pairs;
            }
        }

        private bool IsRelated(int x, int y) => Relation switch
        {
            "Modulo3" => (x - y) % 3 == 0,
            "GreaterThan" => x < y,
            "CompleteBipartite" => (x < Count / 2) != (y < Count / 2),
            _ => throw new InvalidDataException(Relation),
        };

        public override string ToString() =>
            $"{Relation} {Combination} {HiddenLayerCount} x {DecoderWidth} {Activation} {Optimizer}";
    }
}
