namespace GenEft.Training;

/// <summary>A device that can train, or the reason why it or its whole kind cannot.</summary>
public sealed record AcceleratorInfo
{
    /// <summary>What -Accelerator calls it.</summary>
    public required AcceleratorKind Accelerator { get; init; }

    /// <summary>The device's name; empty where no device of the kind was found.</summary>
    public required string Name { get; init; }

    /// <summary>The device's memory, bytes; null where unknown.</summary>
    public required long? MemoryBytes { get; init; }

    /// <summary>Cores of a processor, multiprocessors of a GPU; null where unknown.</summary>
    public required int? CoreCount { get; init; }

    /// <summary>Whether Invoke-Training can use it.</summary>
    public required bool IsUsable { get; init; }

    /// <summary>Why it cannot be used, or what to know where it can; null for nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>Measured: billions of single-precision operations a second in fused multiply-adds that never leave the
    /// registers, on the whole device; null where not measured.</summary>
    public double? PeakGigaflops { get; init; }

    /// <summary>Measured: optimizer steps a second of models at the paper's defaults, as many at once as fill the device; null
    /// where not measured.</summary>
    public double? StepsPerSecond { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name.Length == 0 ? $"{Accelerator}: {Reason}" : Name;
}
