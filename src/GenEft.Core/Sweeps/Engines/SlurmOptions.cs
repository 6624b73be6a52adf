namespace GenEft.Sweeps.Engines;

/// <summary>What a job array asks of Slurm; null leaves it to the cluster's defaults.</summary>
public sealed record SlurmOptions
{
    private static readonly TimeSpan s_leastTime = TimeSpan.FromMinutes(5);

    /// <summary>The partition, or several with commas between.</summary>
    public string? Partition { get; init; }

    /// <summary>The account that is charged.</summary>
    public string? Account { get; init; }

    /// <summary>How long a task may run, at least 5 minutes; then it is queued again and goes on.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Cores of each task.</summary>
    public int CpusPerTask { get; init; } = 1;

    /// <summary>Memory of each task, such as 4G.</summary>
    public string? Memory { get; init; }

    /// <summary>Graphics processors of each task, such as 1 or a100:1.</summary>
    public string? Gpu { get; init; }

    /// <summary>What is to have happened before, such as afterok:123.</summary>
    public string? Dependency { get; init; }

    /// <summary>Further options of sbatch, such as --qos=high.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Refuses what would not be one option of sbatch.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public void Check()
    {
        Guard.Range(nameof(CpusPerTask), CpusPerTask, 1, 1024);
        Name(nameof(Partition), Partition, "_-.,");
        Name(nameof(Account), Account, "_-.");
        Name(nameof(Dependency), Dependency, "_-:,?+");
        if (TimeLimit is { } time && (time < s_leastTime || time > TimeSpan.FromDays(365)))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, FormattableString.Invariant($"TimeLimit is {time}; it must be from {s_leastTime} to 365 days: a task needs a minute before its limit to be queued again."), time);
        }

        if (Memory is { } memory && !IsNumber(memory.Length > 0 && "KMGT".Contains(memory[^1], StringComparison.Ordinal) ? memory[..^1] : memory))
        {
            throw Bad(nameof(Memory), memory, "a number of megabytes, or one with K, M, G or T, such as 4G");
        }

        if (Gpu is { } gpu)
        {
            string[] parts = gpu.Split(':');
            if (parts.Length > 2 || !IsNumber(parts[^1]) || (parts.Length == 2 && !IsName(parts[0], "_-.")))
            {
                throw Bad(nameof(Gpu), gpu, "a number, or a kind and a number, such as a100:1");
            }
        }

        if (Options.FirstOrDefault(option => !option.StartsWith('-') || option.Any(char.IsControl)) is { } odd)
        {
            throw Bad("Option", odd, "one option of sbatch in one line, such as --qos=high");
        }
    }

    private static void Name(string parameter, string? value, string signs)
    {
        if (value is not null && !IsName(value, signs))
        {
            throw Bad(parameter, value, $"letters, digits and {string.Join(' ', signs.ToCharArray())}");
        }
    }

    private static bool IsName(string value, string signs) => value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || signs.Contains(letter, StringComparison.Ordinal));

    private static bool IsNumber(string digits) => digits.Length > 0 && digits[0] != '0' && digits.All(char.IsAsciiDigit);

    private static GenEftException Bad(string parameter, string value, string wanted) =>
        new(ErrorIds.ValueOutOfRange, $"{parameter} is '{value}'; it must be {wanted}.", value);
}
