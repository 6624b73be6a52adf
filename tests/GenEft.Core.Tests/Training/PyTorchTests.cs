using GenEft.Training;

namespace GenEft.Tests;

/// <summary>The same 20 steps as PyTorch in double precision.</summary>
public sealed class PyTorchTests
{
    private static readonly PyTorchVectors s_vectors = PyTorchVectors.Load();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_vectors.Cases.Length)];

    public static TheoryData<string, int> SimdCases
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string name in TrainerFactory.Supported)
            {
                for (int i = 0; i < s_vectors.Cases.Length; i++)
                {
                    data.Add(name, i);
                }
            }

            return data;
        }
    }

    [Fact]
    public void All_fourteen_cases_are_there_and_every_activation() => Assert.Equal(
        (14, 6), (s_vectors.Cases.Length, s_vectors.Cases.Select(c => c.Activation).Distinct().Count()));

    /// <summary>1e-9 relative: both sides round at 1e-16 and 20 steps amplify that by less than 1e4.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_takes_the_same_steps(int index) => Follow(Trainers.Reference, index, 1e-9, 1e-9, 1e-9);

    /// <summary>
    /// Float rounds at 6e-8 and tanh errs by up to 5e-7; a gradient sums 37 pairs of either sign, of which a small part is
    /// left: a fiftieth in one case, which allows 50 times their sum. Adam divides a gradient by its own size, so where one is nearly zero its relative error enters the parameter
    /// at the scale of the learning rate.
    /// </summary>
    [Theory]
    [MemberData(nameof(SimdCases))]
    public void The_vector_trainers_take_the_same_steps_to_float_accuracy(string name, int index) =>
        Follow(name, index, gradient: 2.8e-5, loss: 5e-6, final: 2e-4);

    private static void Follow(string name, int index, double gradient, double loss, double final)
    {
        PyTorchVectors.Case c = s_vectors.Cases[index];
        using ITrainer trainer = Trainers.Create(name, c.Shape, c.Settings, c.Initial.Flatten(), c.TrainPairs.Length);
        trainer.SetBatch(c.Pairs);
        for (int step = 0; step <= s_vectors.Steps; step++)
        {
            trainer.ComputeGradient(CancellationToken.None);
            Close.To(c.LossBeforeStep[step], trainer.MeasureBatch(withLoss: true).Loss, loss, what: $"loss before step {step}");
            if (step == 0)
            {
                CloseByTensor(c.GradientAtStep0, trainer.GetGradient(), gradient, "gradient of");
            }

            if (step < s_vectors.Steps)
            {
                trainer.Update();
            }
        }

        double[] parameters = trainer.Save().Parameters;
        CloseByTensor(c.Final, parameters, final, "final");
        double[] logits = [.. Enumerable.Range(0, c.Count * c.Count).Select(k =>
            ReferenceTrainer.Logit(c.Shape, parameters, k / c.Count, k % c.Count))];
        Close.To(c.FinalLogitsRowMajor, logits, final, "logit");
    }

    // Relative to the largest entry of each tensor: a small one may not hide behind a large one.
    private static void CloseByTensor(PyTorchVectors.Parameters expected, double[] actual, double relative, string what)
    {
        int offset = 0;
        foreach ((string name, double[] values) in expected.Tensors())
        {
            Close.To(values, actual.AsSpan(offset, values.Length), relative, $"{what} {name}");
            offset += values.Length;
        }

        Assert.Equal(actual.Length, offset);
    }
}
