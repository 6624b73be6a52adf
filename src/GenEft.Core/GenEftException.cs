namespace GenEft;

/// <summary>Input that GenEft refuses: the message names the parameter, its value and what is allowed.</summary>
public sealed class GenEftException : Exception
{
    private const int LongestText = 700;      // a path or a list of names is read whole; a label or a header of a megabyte is not
    private const int LongestMessage = 2000;

    /// <summary>Makes the error of one value.</summary>
    /// <param name="errorId">One of <see cref="ErrorIds"/>.</param>
    /// <param name="message">Parameter, value and allowed range, as a sentence.</param>
    /// <param name="target">The offending value.</param>
    /// <param name="innerException">What caused it, where something did.</param>
    public GenEftException(string errorId, string message, object? target = null, Exception? innerException = null)
        : base(Shorten(message), innerException)
    {
        ErrorId = errorId;
        Target = target;
    }

    /// <summary>One of <see cref="ErrorIds"/>.</summary>
    public string ErrorId { get; }

    /// <summary>The offending value.</summary>
    public object? Target { get; }

    // Messages quote what users gave, which may be of any length.
    private static string Shorten(string message)
    {
        if (message.Length <= LongestText)
        {
            return message;
        }

        string shorter = string.Join('\'', message.Split('\'').Select(text => text.Length <= LongestText ? text : $"{text[..300]}...{text[^100..]}"));
        return shorter.Length <= LongestMessage ? shorter : $"{shorter[..LongestMessage]}...";
    }
}
