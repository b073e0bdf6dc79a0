namespace JourneyStore.Embedded;

/// <summary>The private server cannot be had; the message says what was expected, what was found and what to do.</summary>
/// <param name="code">One of the stable codes of <see cref="LocalServerFailure"/>.</param>
/// <param name="message">What was expected, what was found, what to do.</param>
/// <param name="inner">The error underneath, if there was one.</param>
public sealed class LocalServerException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable code of the failure, for programs; one of <see cref="LocalServerFailure"/>.</summary>
    public string Code { get; } = code;
}
