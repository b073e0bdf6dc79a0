using System.Diagnostics;
using System.Runtime.InteropServices;

namespace JourneyStore.Benchmarks;

/// <summary>The real executable in a process of its own, as a user runs it.</summary>
internal sealed class JourneyProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Process process;
    private readonly Task<string> error;
    private readonly TimeProvider time;

    private JourneyProcess(Process process, TimeProvider time) =>
        (this.process, error, this.time) = (process, process.StandardError.ReadToEndAsync(), time);

    public static JourneyProcess Start(Ground ground, params IReadOnlyList<string> arguments)
    {
        var start = Command(ground.Executable ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "journey.exe" : "journey"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        // What this machine's own store is set to must not reach the measurement.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("JOURNEYSTORE_", StringComparison.Ordinal)
            || name.StartsWith("OTEL_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        return new JourneyProcess(Process.Start(start)!, ground.Time);
    }

    /// <summary>Runs it to its end; the most memory it ever held, in MiB.</summary>
    /// <exception cref="InvalidOperationException">It did not end well; what it said.</exception>
    public static async Task<double> RunAsync(Ground ground, params IReadOnlyList<string> arguments)
    {
        await using var journey = Start(ground, arguments);
        var output = journey.process.StandardOutput.ReadToEndAsync();
        var peak = await journey.PeakAsync();
        if (journey.process.ExitCode != 0)
            throw new InvalidOperationException($"journey {string.Join(' ', arguments)} ended with {journey.process.ExitCode}:\n{await output}\n{await journey.error}");
        return peak / 1024.0 / 1024;
    }

    /// <summary>Waits for a line of its answer.</summary>
    public async Task<string> LineWithAsync(string words)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains(words, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"journey ended before it said '{words}':\n{await error}");
    }

    /// <summary>Asks it to stop, as a service manager does, and waits for its end.</summary>
    public async Task StopAsync()
    {
        if (OperatingSystem.IsWindows()) process.Kill();
        else Send(process.Id, SigTerm);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static ProcessStartInfo Command(string executable) =>
        executable.EndsWith(".dll", StringComparison.Ordinal) ? new ProcessStartInfo("dotnet", [executable]) : new ProcessStartInfo(executable);

    /// <summary>The system keeps the peak itself (VmHWM on Linux) but forgets it with the process: so it is asked until the end.</summary>
    private async Task<long> PeakAsync()
    {
        long peak = 0;
        using var looks = new PeriodicTimer(Look, time);
        while (!process.HasExited)
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended between the two questions; what was heard last stands.
            }
            await looks.WaitForNextTickAsync();
        }
        await process.WaitForExitAsync();
        return peak;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}
