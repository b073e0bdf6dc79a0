using System.Diagnostics;

namespace JourneyStore.Embedded;

/// <summary>
/// Cleans up a temporary server when this process ends without doing so, even killed: a small shell waits at the end of a
/// pipe that only this process holds open. Test runners end their processes without much time for an exit handler, and a
/// killed one has none at all. Where there is no such shell, the next test run reaps.
/// </summary>
internal sealed class EndOfProcessWatch : IDisposable
{
    // Deaf to Ctrl-C, which reaches every process of the terminal, this one and the watch alike.
    private const string WaitStopDelete =
        "trap '' INT TERM HUP; exec >/dev/null 2>&1; read -r _; folder=$1; shift; \"$@\"; rm -rf -- \"$folder\"";

    private readonly Process? shell;

    private EndOfProcessWatch(Process? shell) => this.shell = shell;

    public static async Task<EndOfProcessWatch> OverAsync(ClusterFolder folder, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || ServerBinaries.RunningOn(folder) is not { } binaries) return new EndOfProcessWatch(null);
        var account = await ServerAccount.ChooseAsync(ServerState.Load(folder)?.Account, ct);
        var stop = account.CommandLine([binaries.PgCtl, "stop", "-D", folder.Data, "-m", "immediate", "-w"]);
        return new EndOfProcessWatch(Process.Start(new ProcessStartInfo("/bin/sh", ["-c", WaitStopDelete, "sh", folder.Root, .. stop])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
        }));
    }

    /// <summary>For an orderly end: the watch finds nothing left to do and ends as well.</summary>
    public void Dispose() => shell?.Dispose();
}
