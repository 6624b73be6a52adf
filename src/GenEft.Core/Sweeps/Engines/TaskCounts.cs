namespace GenEft.Sweeps.Engines;

/// <summary>How the tasks of a submission are.</summary>
/// <param name="Waiting">Tasks in the queue.</param>
/// <param name="Running">Tasks that run, or start.</param>
/// <param name="Completing">Those of them that are about to end, to be queued again perhaps.</param>
/// <param name="Held">Tasks in the queue that do not start unless somebody does something: their numbers and the reasons.</param>
/// <param name="Failed">Tasks that ended otherwise than they should: their numbers and how.</param>
internal sealed record TaskCounts(int Waiting, int Running, int Completing, IReadOnlyList<(string Task, string Reason)> Held, IReadOnlyList<(string Task, string State)> Failed);
