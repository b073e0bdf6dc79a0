using System.Collections.Concurrent;
using System.Globalization;

namespace JourneyStore.Embedded;

/// <summary>
/// The operating system account that the server runs as. An ordinary user runs it as himself. PostgreSQL refuses root, so
/// root steps down: to the account that already owns the cluster, else <c>postgres</c>, else <c>nobody</c>.
/// </summary>
internal sealed class ServerAccount
{
    // Finding a way down takes small programs, and the answer does not change while this process lives.
    private static readonly ConcurrentDictionary<string, ServerAccount> Ways = new();

    private const string Root = "0";
    private readonly string[] stepDown;
    private readonly bool quoted;

    private ServerAccount(string name, string[] stepDown, bool quoted = false) => (Name, this.stepDown, this.quoted) = (name, stepDown, quoted);

    public string Name { get; }

    /// <summary>Whether the server runs as somebody other than this process.</summary>
    public bool IsAnother => stepDown.Length > 0;

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

    /// <summary>
    /// The account that ran the server last, with the way down that most systems have; nothing is run to find out whether it leads
    /// there. Null when that takes asking.
    /// </summary>
    public static ServerAccount? AsLastTime(string owner)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return new ServerAccount(Environment.UserName, []);
        if (Ways.TryGetValue(owner, out var known)) return known;
        return PasswordFile.Find(owner) is { } ids && ids.Uid != Root ? BySetpriv(owner, ids) : null;
    }

    /// <summary>Remembers that the way down of this account led there.</summary>
    public void Proved()
    {
        if (IsAnother) Ways.TryAdd(Name, this);
    }

    /// <summary>Whether both run a program in the same way.</summary>
    public bool IsSame(ServerAccount other) => Name == other.Name && stepDown.SequenceEqual(other.stepDown);

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

    /// <summary>Makes a folder and all in it belong to this account, as PostgreSQL demands of its data; false when the folder does already.</summary>
    public async Task<bool> TakeAsync(string path, CancellationToken ct)
    {
        if (!IsAnother || (await RunAsync("/", ct, "/bin/sh", ["-c", "[ -O \"$1\" ]", "sh", path])).Succeeded) return false;
        await OwnAsync(path, recursive: true, ct);
        return true;
    }

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
        quoted ? [.. stepDown, "exec " + string.Join(' ', command.Select(Quote))] : [.. stepDown, .. command];

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''") + "'";

    private static async Task<ServerAccount?> StepDownToAsync(string name, CancellationToken ct)
    {
        if ((PasswordFile.Find(name) ?? await AskAsync(name, ct)) is not { } ids || ids.Uid == Root) return null;
        ServerAccount[] ways =
        [
            BySetpriv(name, ids),
            new(name, ["runuser", "-u", name, "--"]),
            new(name, ["su", "-s", "/bin/sh", name, "-c"], quoted: true),
            new(name, ["sudo", "-n", "-u", name, "--"]),
        ];
        foreach (var way in ways)
        {
            // Small systems carry tools of the same names that can do less: only trying tells.
            var outcome = await way.RunAsync("/", ct, "id", ["-u"]);
            if (outcome.Succeeded && outcome.Output.Trim() == ids.Uid) return way;
        }
        return null;
    }

    private static ServerAccount BySetpriv(string name, (string Uid, string Gid) ids) =>
        new(name, ["setpriv", $"--reuid={ids.Uid}", $"--regid={ids.Gid}", "--clear-groups", "--"]);

    /// <summary>For accounts that a directory service or the system keeps elsewhere.</summary>
    private static async Task<(string Uid, string Gid)?> AskAsync(string name, CancellationToken ct) =>
        await IdAsync("-u", name, ct) is { } uid && await IdAsync("-g", name, ct) is { } gid ? (uid, gid) : null;

    private static async Task<string?> IdAsync(string option, string name, CancellationToken ct)
    {
        var outcome = await Command.RunAsync(["id", option, name], "/", ct);
        var id = outcome.Output.Trim();
        return outcome.Succeeded && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? id : null;
    }
}
