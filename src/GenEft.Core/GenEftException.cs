namespace GenEft;

/// <summary>Input that GenEft refuses: the message names the parameter, its value and what is allowed.</summary>
public sealed class GenEftException : Exception
{
    /// <summary>Makes the error of one value.</summary>
    /// <param name="errorId">One of <see cref="ErrorIds"/>.</param>
    /// <param name="message">Parameter, value and allowed range, as a sentence.</param>
    /// <param name="target">The offending value.</param>
    /// <param name="innerException">What caused it, where something did.</param>
    public GenEftException(string errorId, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Target = target;
    }

    /// <summary>One of <see cref="ErrorIds"/>.</summary>
    public string ErrorId { get; }

    /// <summary>The offending value.</summary>
    public object? Target { get; }
}
