using System.Net.Sockets;
using System.Text.Json;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine.Errors;
using JourneyStore.Ingestion.Logs;
using JourneyStore.Embedded;

namespace JourneyStore.Cli.Composition;

/// <summary>How an exception reaches a person: one line with a stable code and what to do. No stack trace, unless asked for.</summary>
internal static class Failure
{
    public const string DebugName = "JOURNEYSTORE_DEBUG";

    /// <summary>Says what is wrong on stderr and answers with the exit code.</summary>
    public static int Say(Exception problem, Screen screen, CancellationToken stop)
    {
        if (screen.ReaderIsGone(problem)) return ExitCodes.Done;
        if (problem is OperationCanceledException && stop.IsCancellationRequested)
        {
            screen.Remark("Stopped before it was done.");
            return ExitCodes.Failed;
        }
        var (code, message) = Describe(problem);
        screen.Error(code, message);
        if (Environment.GetEnvironmentVariable(DebugName) == "1") screen.Remark(problem.ToString());
        return problem is UsageException ? ExitCodes.WrongUsage : ExitCodes.Failed;
    }

    /// <summary>The code and the sentence for a problem.</summary>
    public static (string Code, string Message) Describe(Exception problem) => problem switch
    {
        StoreException store => (store.Code, store.Message),
        LocalServerException server => (server.Code, server.Message),
        LogMapException map => ("bad-map", map.Message),
        UsageException usage => ("wrong-usage", usage.Message),
        FileNotFoundException or DirectoryNotFoundException => ("file-not-found", problem.Message),
        UnauthorizedAccessException => ("no-access", problem.Message),
        JsonException => ("bad-json", problem.Message),
        SocketException or HttpRequestException => ("network", problem.Message),
        IOException => ("io", problem.Message),
        _ => ("unexpected", $"{problem.GetType().Name}: {problem.Message} Run it again with {DebugName}=1 to see where."),
    };
}
