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

    // Messages quote what users gave, which may be of any length; what they say themselves stays whole.
    private static string Shorten(string message)
    {
        if (message.Length <= LongestText)
        {
            return message;
        }

        string[] parts = message.Split('\'');
        for (int i = 1; i < parts.Length - 1; i++)
        {
            // Within quotation marks, not behind the apostrophe of a word.
            bool isQuoted = parts[i - 1].Length == 0 || !char.IsLetterOrDigit(parts[i - 1][^1]);
            parts[i] = isQuoted && parts[i].Length > LongestText ? $"{parts[i][..300]}...{parts[i][^100..]}" : parts[i];
        }

        string shorter = string.Join('\'', parts);
        return shorter.Length <= LongestMessage ? shorter : $"{shorter[..LongestMessage]}...";
    }
}
