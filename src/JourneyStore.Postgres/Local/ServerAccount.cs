using System.Collections.Concurrent;
using System.Globalization;

namespace JourneyStore.Postgres.Local;

/// <summary>
/// The operating system account that the server runs as. An ordinary user runs it as himself. PostgreSQL refuses root, so
/// root steps down: to the account that already owns the cluster, else <c>postgres</c>, else <c>nobody</c>.
/// </summary>
internal sealed class ServerAccount
{
    // Finding a way down takes several small programs, and the answer does not change while this process lives.
    private static readonly ConcurrentDictionary<string, ServerAccount> Ways = new();

    private readonly string[] _stepDown;
    private readonly bool _quoted;

    private ServerAccount(string name, string[] stepDown, bool quoted = false) => (Name, _stepDown, _quoted) = (name, stepDown, quoted);

    public string Name { get; }

    /// <summary>Whether the server runs as somebody other than this process.</summary>
    public bool IsAnother => _stepDown.Length > 0;

    public static async Task<ServerAccount> ChooseAsync(string? owner, CancellationToken ct)
    {
        // On Windows pg_ctl itself drops an administrator's rights.
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return new ServerAccount(Environment.UserName, []);
        foreach (var name in new[] { owner, "postgres", "_postgres", "nobody" })
        {
            if (name is null) continue;
            if (Ways.TryGetValue(name, out var known)) return known;
            if (await StepDownToAsync(name, ct) is { } found) return Ways.GetOrAdd(name, found);
        }
        throw new LocalServerException(LocalServerFailure.NoAccount,
            "PostgreSQL refuses to run as root, and no way to run it as 'postgres' or 'nobody' was found (tried setpriv, runuser, su and sudo). " +
            "Run this program as an ordinary user, install one of those tools, or set JOURNEYSTORE_DB to a database of yours.");
    }

    public Task<CommandOutcome> RunAsync(
        string workingFolder, CancellationToken ct, string program, IReadOnlyList<string> arguments, string? input = null, bool capture = true) =>
        Command.RunAsync(CommandLine([program, .. arguments]), workingFolder, ct, input, capture);

    /// <summary>Makes a file or folder belong to this account; nothing to do when the process runs as it.</summary>
    public async Task OwnAsync(string path, bool recursive, CancellationToken ct)
    {
        if (!IsAnother) return;
        var outcome = await Command.RunAsync(["chown", .. recursive ? ["-R"] : Array.Empty<string>(), "-h", Name, path], "/", ct);
        if (!outcome.Succeeded) throw ServerTrouble.Explain(LocalServerFailure.NoAccess, $"{path} could not be given to the account '{Name}'.", outcome.Output);
    }

    /// <summary>Whether this account owns the file or folder, as PostgreSQL demands of its data.</summary>
    public async Task<bool> OwnsAsync(string path, CancellationToken ct) =>
        !IsAnother || (await RunAsync("/", ct, "/bin/sh", ["-c", "[ -O \"$1\" ]", "sh", path])).Succeeded;

    /// <summary>The outermost folder on the way to <paramref name="path"/> that this account may not enter, or null.</summary>
    public async Task<string?> BlockedAtAsync(string path, CancellationToken ct)
    {
        if (!IsAnother) return null;
        var way = new Stack<string>();
        for (var folder = path; folder is not null; folder = Path.GetDirectoryName(folder)) way.Push(folder);
        const string firstClosed = "for d in \"$@\"; do [ -x \"$d\" ] || { printf %s \"$d\"; exit 1; }; done";
        var outcome = await RunAsync("/", ct, "/bin/sh", ["-c", firstClosed, "sh", .. way]);
        return outcome.Succeeded ? null : outcome.Output;
    }

    /// <summary>The command as this process must start it for this account to run it.</summary>
    public string[] CommandLine(string[] command) =>
        _quoted ? [.. _stepDown, "exec " + string.Join(' ', command.Select(Quote))] : [.. _stepDown, .. command];

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''") + "'";

    private static async Task<ServerAccount?> StepDownToAsync(string name, CancellationToken ct)
    {
        // A process each, and none needs the other's answer.
        var (asked, alsoAsked) = (IdAsync("-u", name, ct), IdAsync("-g", name, ct));
        if (await asked is not { } uid || uid == "0" || await alsoAsked is not { } gid) return null;
        ServerAccount[] ways =
        [
            new(name, ["setpriv", $"--reuid={uid}", $"--regid={gid}", "--clear-groups", "--"]),
            new(name, ["runuser", "-u", name, "--"]),
            new(name, ["su", "-s", "/bin/sh", name, "-c"], quoted: true),
            new(name, ["sudo", "-n", "-u", name, "--"]),
        ];
        foreach (var way in ways)
        {
            // Small systems carry tools of the same names that can do less: only trying tells.
            var outcome = await way.RunAsync("/", ct, "id", ["-u"]);
            if (outcome.Succeeded && outcome.Output.Trim() == uid) return way;
        }
        return null;
    }

    private static async Task<string?> IdAsync(string option, string name, CancellationToken ct)
    {
        var outcome = await Command.RunAsync(["id", option, name], "/", ct);
        var id = outcome.Output.Trim();
        return outcome.Succeeded && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? id : null;
    }
}
