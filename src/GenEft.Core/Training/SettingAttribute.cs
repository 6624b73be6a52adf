namespace GenEft.Training;

/// <summary>Whether a setting is part of what identifies a run in a checkpoint.</summary>
internal enum Identity
{
    /// <summary>Runs that differ in it take different steps, or keep different things along the way.</summary>
    Always,

    /// <summary>Only where crossings are exact.</summary>
    WithExactCrossing,

    /// <summary>It is looked at when a run has ended.</summary>
    Never,
}

/// <summary>The real numbers that a setting may be; all are finite.</summary>
internal enum NumberRange
{
    /// <summary>Any finite number.</summary>
    Any,

    /// <summary>Greater than 0.</summary>
    Positive,

    /// <summary>At least 0.</summary>
    NotNegative,

    /// <summary>Greater than 0 and at most 1.</summary>
    Fraction,

    /// <summary>Strictly between 0 and 1.</summary>
    OpenUnit,
}

/// <summary>Says what must be decided of every setting of a training; one without this attribute stops every training.</summary>
/// <param name="identity">Whether it is part of a run's identity.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(Identity identity) : Attribute
{
    /// <summary>Whether it is part of a run's identity.</summary>
    public Identity Identity => identity;

    /// <summary>Where a real number must lie.</summary>
    public NumberRange Range { get; init; }

    /// <summary>The least that a whole number may be.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>The most that a whole number may be.</summary>
    public long Maximum { get; init; } = int.MaxValue;

    /// <summary>Whether the parameter takes several values, which make a grid.</summary>
    public bool Sweeps { get; init; } = true;

    /// <summary>In a grid, whether it varies faster than the settings without this mark.</summary>
    public bool VariesFastest { get; init; }
}
