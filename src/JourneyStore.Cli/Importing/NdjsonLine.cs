using JourneyStore.Ingestion.CloudEvents;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Cli.Importing;

/// <summary>Lets the log reader read lines of CloudEvents as the HTTP face does.</summary>
internal static class NdjsonLine
{
    /// <summary>Reads lines within a limit.</summary>
    /// <param name="maxEventBytes">Most bytes of an event.</param>
    public static CloudEventLine Within(int maxEventBytes) => line =>
    {
        var read = CloudEventJson.Read(line, maxEventBytes);
        // The reader uses the line's memory again for the next one.
        return (read.Candidate is { } one ? one with { Data = one.Data.ToArray() } : null, read.Code, read.Reason);
    };
}
