using System.Diagnostics;
using System.Globalization;

namespace JourneyStore.Embedded;

/// <summary>What a running server says about itself in <c>pgdata/postmaster.pid</c>.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="StartedAt">When it started, seconds since 1970.</param>
/// <param name="Port">Its port, also part of the name of its socket file.</param>
/// <param name="SocketFolder">The folder of its socket file; empty: it has none.</param>
/// <param name="Status"><c>ready</c>, or what else it does.</param>
internal sealed record PostmasterFile(int Pid, long StartedAt, int Port, string SocketFolder, string Status)
{
    public bool Ready => Status == "ready";

    public static string PathIn(ClusterFolder folder) => Path.Combine(folder.Data, "postmaster.pid");

    /// <summary>Null when there is none, or when it is not complete yet: the server writes it in several steps.</summary>
    public static PostmasterFile? Read(ClusterFolder folder)
    {
        string[] lines;
        // Asked every few milliseconds while a server starts, and to throw costs more than to look.
        if (!File.Exists(PathIn(folder))) return null;
        try
        {
            using var stream = new FileStream(PathIn(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            lines = reader.ReadToEnd().Split('\n');
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        if (lines.Length < 4
            || !int.TryParse(lines[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var pid)
            || !long.TryParse(lines[2], NumberStyles.Integer, CultureInfo.InvariantCulture, out var startedAt)
            || !int.TryParse(lines[3], NumberStyles.Integer, CultureInfo.InvariantCulture, out var port))
            return null;
        return new PostmasterFile(pid, startedAt, port, lines.Length > 4 ? lines[4].Trim() : "", lines.Length > 7 ? lines[7].Trim() : "starting");
    }

    /// <summary>Whether that server is really running: the process exists and is not another that got the same number.</summary>
    public bool Alive(ClusterFolder folder)
    {
        if (!IsServerProcess(out var workingFolder)) return false;
        if (workingFolder is null) return true;
        try
        {
            // A server's working folder is its data folder; compared by content, because links may lead there by two names.
            return File.ReadAllText(Path.Combine(workingFolder, "postmaster.pid")) == File.ReadAllText(PathIn(folder));
        }
        catch (IOException)
        {
            return false; // Another server's folder, or gone while we looked.
        }
    }

    /// <summary>
    /// Whether the process is a PostgreSQL server at all. It still is for a moment after it removed its file.
    /// </summary>
    public bool IsServerProcess() => IsServerProcess(out _);

    private bool IsServerProcess(out string? workingFolder)
    {
        workingFolder = null;
        if (!ProcessExists(out var name) || !name.StartsWith("postgres", StringComparison.OrdinalIgnoreCase)) return false;
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            // A dead process that nobody has collected yet still has a number, but no working folder.
            workingFolder = new FileInfo($"/proc/{Pid}/cwd").LinkTarget;
            return workingFolder is not null;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // Another user's: it exists, more we may not see.
        }
        catch (IOException)
        {
            return false; // Gone while we looked.
        }
    }

    /// <summary>Whether any process has this number, be it the server or a stranger.</summary>
    public bool ProcessExists(out string name)
    {
        name = "";
        try
        {
            using var process = Process.GetProcessById(Pid);
            name = process.ProcessName;
            return !process.HasExited;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
