using System.Diagnostics;

namespace JourneyStore.Store.Tests.Embedded;

/// <summary>What a test may do to a server process, and only to the one of its own data folder.</summary>
internal static class ServerProcess
{
    public static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited && !(OperatingSystem.IsLinux() && new FileInfo($"/proc/{pid}/cwd").LinkTarget is null);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    /// <summary>Like a power cut for this one process: no chance to write or to tell its children.</summary>
    public static async Task KillAsync(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await UntilAsync(() => !IsRunning(pid));
    }

    public static void KillServerOf(string folder)
    {
        if (PidOf(folder) is not { } pid || !Owns(pid, folder)) return;
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    public static Task GoneAsync(string folder) =>
        UntilAsync(() => PidOf(folder) is not { } pid || !Owns(pid, folder));

    public static async Task UntilAsync(Func<bool> state)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!state())
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(20)) throw new TimeoutException("The awaited state did not come.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    private static int? PidOf(string folder)
    {
        var file = Path.Combine(folder, "pgdata", "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var pid) ? pid : null;
    }

    private static bool Owns(int pid, string folder) =>
        IsRunning(pid) && (!OperatingSystem.IsLinux() || new FileInfo($"/proc/{pid}/cwd").LinkTarget == Path.Combine(folder, "pgdata"));
}
