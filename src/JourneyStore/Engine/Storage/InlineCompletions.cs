namespace JourneyStore.Engine.Storage;

/// <summary>
/// Lets what waits for a reply of the database go on at once, on the thread that hears the reply, instead of being handed to the thread pool. On
/// cores
/// that the database keeps busy every hand-over waits for a turn of its own; without it an append from many callers costs a tenth less (ADR 12).
/// </summary>
public static class InlineCompletions
{
    /// <summary>Fewest threads that hear replies: what goes on on one of them holds up only the sockets that are heard there.</summary>
    public const int LeastThreads = 8;

    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string Threads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>
    /// Asks the runtime for it, for the whole process: to be called before its first socket is made, else it changes nothing, as on Windows. What the
    /// two
    /// environment variables of the runtime say already stays (<c>DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS</c>,
    /// <c>DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT</c>). Only
    /// for a process in which no code blocks a thread until a task has ended (<c>.Result</c>, <c>.Wait()</c>): it could wait for a reply that would
    /// be heard on the
    /// very thread that it blocks.
    /// </summary>
    public static void Enable()
    {
        Say(Inline, "1");
        Say(Threads, Math.Max(LeastThreads, Environment.ProcessorCount).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void Say(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null) Environment.SetEnvironmentVariable(name, value);
    }
}
