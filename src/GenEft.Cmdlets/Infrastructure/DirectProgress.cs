namespace GenEft.Infrastructure;

/// <summary>Reports on the thread that works; <see cref="Progress{T}"/> would leave it.</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
