namespace GenEft.Sweeps.Engines;

/// <summary>What a task runs.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">What it is told by variables, so that no shell reads it.</param>
public sealed record SweepTask(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment);
