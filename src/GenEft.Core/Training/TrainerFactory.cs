using GenEft.Training.Simd;

namespace GenEft.Training;

/// <summary>Chooses the trainer, best first. GENEFT_SIMD forces one: Avx512, Avx2 or Portable.</summary>
internal static class TrainerFactory
{
    /// <summary>The environment variable that forces an instruction set.</summary>
    public const string Variable = "GENEFT_SIMD";

    private static readonly Candidate[] s_candidates =
    [
        new(Simd512.Name, Simd512.IsSupported, (shape, settings, parameters, capacity) =>
            new SimdTrainer<Simd512, System.Runtime.Intrinsics.Vector512<float>>(shape, settings, parameters, capacity)),
        new(Simd256.Name, Simd256.IsSupported, (shape, settings, parameters, capacity) =>
            new SimdTrainer<Simd256, System.Runtime.Intrinsics.Vector256<float>>(shape, settings, parameters, capacity)),
        new(Simd128.Name, Simd128.IsSupported, (shape, settings, parameters, capacity) =>
            new SimdTrainer<Simd128, System.Runtime.Intrinsics.Vector128<float>>(shape, settings, parameters, capacity)),
    ];

    private delegate ITrainer Make(NetworkShape shape, TrainingSettings settings, double[] parameters, int capacity);

    /// <summary>The instruction sets of this machine, best first.</summary>
    public static IEnumerable<string> Supported => s_candidates.Where(c => c.IsSupported).Select(c => c.Name);

    /// <summary>The instruction set that Create will use.</summary>
    /// <exception cref="GenEftException">AcceleratorUnavailable where the forced one is not to be had.</exception>
    public static string ChosenName => Choose(Environment.GetEnvironmentVariable(Variable)).Name;

    /// <summary>Makes the trainer that the environment forces, or the best of this machine.</summary>
    /// <exception cref="GenEftException">AcceleratorUnavailable where the forced one is not to be had.</exception>
    public static ITrainer Create(NetworkShape shape, TrainingSettings settings, double[] parameters, int capacity) =>
        Create(Environment.GetEnvironmentVariable(Variable), shape, settings, parameters, capacity);

    /// <summary>Makes the named trainer, or the best one where the name is null or empty.</summary>
    public static ITrainer Create(
        string? name, NetworkShape shape, TrainingSettings settings, double[] parameters, int capacity) =>
        Choose(name).Create(shape, settings, parameters, capacity);

    private static Candidate Choose(string? name)
    {
        Candidate? chosen = string.IsNullOrEmpty(name)
            ? s_candidates.First(c => c.IsSupported)
            : s_candidates.FirstOrDefault(c => c.IsSupported && c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return chosen
            ?? throw new GenEftException(
                ErrorIds.AcceleratorUnavailable,
                $"{Variable} is '{name}'; this machine has {string.Join(", ", Supported)}.",
                name);
    }

    private sealed record Candidate(string Name, bool IsSupported, Make Create);
}
