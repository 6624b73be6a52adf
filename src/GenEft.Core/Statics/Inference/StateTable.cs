namespace GenEft.Statics.Inference;

/// <summary>Numbers states as they are met: 0, 1, and so on.</summary>
/// <remarks>Kept as many small tables, of which one grows at a time: a single one of millions would stop for a fraction of a second
/// when it doubles, and Ctrl+C with it.</remarks>
internal sealed class StateTable<TState>
    where TState : notnull
{
    private readonly Dictionary<TState, int>?[] _numbers = new Dictionary<TState, int>?[64];

    /// <summary>The states in the order of their numbers.</summary>
    public LongList<TState> States { get; } = [];

    /// <summary>The number of a state, a new one if it was not met before.</summary>
    public int Number(TState state)
    {
        Dictionary<TState, int> numbers = _numbers[((uint)state.GetHashCode() * 0x9E3779B9u) >> 26] ??= [];
        if (!numbers.TryGetValue(state, out int number))
        {
            number = States.Count;
            numbers.Add(state, number);
            States.Add(state);
        }

        return number;
    }
}
