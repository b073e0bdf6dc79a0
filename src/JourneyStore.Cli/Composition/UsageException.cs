namespace JourneyStore.Cli.Composition;

/// <summary>Flags or settings that do not fit together; found after parsing. Exit code 2.</summary>
/// <param name="message">What was expected, what was found, what to do.</param>
internal sealed class UsageException(string message) : Exception(message);
