using System.Diagnostics;
using System.Globalization;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>
/// Ends a process when the tests are killed before they could do it themselves: a small shell waits at a pipe that only the tests hold.
/// A word through the pipe says that all is well; its end says that nobody is left to say so.
/// </summary>
internal sealed class EndWithTests : IDisposable
{
    private const string WaitOrKill = "trap '' INT TERM HUP; exec >/dev/null 2>&1; read -r _ || kill -9 \"$1\"";
    private readonly Process? shell;

    private EndWithTests(Process? shell) => this.shell = shell;

    public static EndWithTests Watch(int process) => new(OperatingSystem.IsWindows()
        ? null
        : Process.Start(new ProcessStartInfo("/bin/sh", ["-c", WaitOrKill, "sh", process.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
        }));

    public void Dispose()
    {
        if (shell is null) return;
        shell.StandardInput.WriteLine("well");
        shell.StandardInput.Close();
        shell.WaitForExit();
        shell.Dispose();
    }
}
