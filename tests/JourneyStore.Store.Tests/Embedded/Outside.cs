using System.Diagnostics;

namespace JourneyStore.Store.Tests.Embedded;

/// <summary>Programs of the machine that a test sets its scene with.</summary>
internal static class Outside
{
    public static bool Run(string program, params string[] arguments)
    {
        // Not redirected: a server started this way would keep the pipes open.
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>As root, as the account that root runs servers as.</summary>
    public static bool RunAsServersAccount(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", program, .. arguments])
            : Run(program, arguments);
}
