using System.ComponentModel;
using System.Diagnostics;

namespace JourneyStore.Embedded;

/// <summary>How a program ended and what it said, both streams together.</summary>
internal sealed record CommandOutcome(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs one program to its end.</summary>
internal static class Command
{
    // A program that cannot be started at all ends like a shell says it: "command not found".
    private const int NotStarted = 127;

    public static async Task<CommandOutcome> RunAsync(
        IReadOnlyList<string> commandLine, string workingFolder, CancellationToken ct, string? input = null, bool capture = true)
    {
        ct.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = Describe(commandLine, workingFolder, input is not null, capture) };
        try
        {
            process.Start();
        }
        catch (Win32Exception trouble)
        {
            return new CommandOutcome(NotStarted, $"{commandLine[0]}: {trouble.Message}");
        }
        try
        {
            var output = capture ? process.StandardOutput.ReadToEndAsync(ct) : Task.FromResult("");
            var errors = capture ? process.StandardError.ReadToEndAsync(ct) : Task.FromResult("");
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), ct);
                process.StandardInput.Close();
            }
            await process.WaitForExitAsync(ct);
            return new CommandOutcome(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static ProcessStartInfo Describe(IReadOnlyList<string> commandLine, string workingFolder, bool input, bool capture)
    {
        var start = new ProcessStartInfo(commandLine[0])
        {
            // Not the caller's folder: the account that root steps down to may have no right to be there.
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
            RedirectStandardInput = input,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in commandLine.Skip(1)) start.ArgumentList.Add(argument);
        // Messages are read for known phrases, so they must be the untranslated ones; and variables that point PostgreSQL's
        // programs at another server of the user's must not leak into this private one.
        start.Environment["LC_ALL"] = "C";
        foreach (var variable in new[] { "PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGOPTIONS", "PGSERVICE", "PG_COLOR" })
            start.Environment.Remove(variable);
        return start;
    }
}
