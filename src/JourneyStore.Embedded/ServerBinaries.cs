using System.Globalization;
using System.Text.RegularExpressions;

namespace JourneyStore.Embedded;

/// <summary>One installation of PostgreSQL's server programs.</summary>
internal sealed partial record ServerBinaries(string Folder, int Major)
{
    /// <summary>The oldest PostgreSQL that the store's SQL works with.</summary>
    public const int OldestMajor = 14;

    public string Initdb => Program(Folder, "initdb");

    public string PgCtl => Program(Folder, "pg_ctl");

    public string Postgres => Program(Folder, "postgres");

    public static bool AreIn(string folder) =>
        File.Exists(Program(folder, "initdb")) && File.Exists(Program(folder, "pg_ctl")) && File.Exists(Program(folder, "postgres"));

    /// <summary>
    /// Asks the server program for its version, as the account that will run it: what that account cannot reach, or what was
    /// built for another machine, is as good as absent.
    /// </summary>
    public static async Task<ServerBinaries?> ProbeAsync(string folder, ServerAccount account, CancellationToken ct)
    {
        if (!AreIn(folder)) return null;
        var outcome = await account.RunAsync(Path.GetPathRoot(folder)!, ct, Program(folder, "postgres"), ["--version"]);
        var version = VersionInOutput().Match(outcome.Output);
        return outcome.Succeeded && version.Success
            ? new ServerBinaries(folder, int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>
    /// The server notes the program that it was started as: whoever joined it need not know where that came from. Null when
    /// the note or the programs are gone.
    /// </summary>
    public static ServerBinaries? RunningOn(ClusterFolder folder)
    {
        var note = Path.Combine(folder.Data, "postmaster.opts");
        if (!File.Exists(note)) return null;
        var programs = Path.GetDirectoryName(File.ReadAllText(note).Split(" \"")[0].Trim('"', '\n'));
        return programs is not null && AreIn(programs) && folder.DataMajor() is { } major ? new ServerBinaries(programs, major) : null;
    }

    private static string Program(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"PostgreSQL\) (\d+)")]
    private static partial Regex VersionInOutput();
}
