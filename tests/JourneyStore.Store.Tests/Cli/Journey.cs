using System.Diagnostics;

namespace JourneyStore.Store.Tests.Cli;

/// <summary>Starts the real executable, as a user would.</summary>
internal static class Journey
{
    private static readonly string[] OurSettings = ["JOURNEYSTORE_DB", "JOURNEYSTORE_DATA", "JOURNEYSTORE_URLS", "JOURNEYSTORE_DEBUG", "JOURNEYSTORE_IDENTITY",
        "JOURNEYSTORE_PHONE_REGION",
        "OTEL_EXPORTER_OTLP_ENDPOINT"];

    /// <summary>Runs it to its end.</summary>
    public static async Task<JourneyOutput> RunAsync(params string[] args)
    {
        using var process = Start(args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"journey {string.Join(' ', args)} did not end. It said:\n{await output}\n{await error}");
        }
        return new JourneyOutput(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it and leaves it running; the caller ends it.</summary>
    public static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "journey.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        foreach (var name in OurSettings) start.Environment.Remove(name);
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }
}

/// <summary>What a run of the executable came to.</summary>
internal sealed record JourneyOutput(int ExitCode, string Out, string Error);
