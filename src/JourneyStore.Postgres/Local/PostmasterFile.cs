using System.Diagnostics;
using System.Globalization;

namespace JourneyStore.Postgres.Local;

/// <summary>What a running server says about itself in <c>pgdata/postmaster.pid</c>.</summary>
internal sealed record PostmasterFile(int Pid, long StartedAt, int Port, string Status)
{
    public bool Ready => Status == "ready";

    public static string PathIn(ClusterFolder folder) => Path.Combine(folder.Data, "postmaster.pid");

    /// <summary>Null when there is none, or when it is not complete yet: the server writes it in several steps.</summary>
    public static PostmasterFile? Read(ClusterFolder folder)
    {
        string[] lines;
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
        return new PostmasterFile(pid, startedAt, port, lines.Length > 7 ? lines[7].Trim() : "starting");
    }

    /// <summary>Whether that server is really running: the process exists and is not another that got the same number.</summary>
    public bool Alive(ClusterFolder folder)
    {
        if (!ProcessExists(out var name)) return false;
        if (!name.StartsWith("postgres", StringComparison.OrdinalIgnoreCase)) return false;
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            // A server's working folder is its data folder. A dead process that nobody has collected yet has none.
            var workingFolder = new FileInfo($"/proc/{Pid}/cwd").LinkTarget;
            return workingFolder is not null && Path.GetFileName(workingFolder) == Path.GetFileName(folder.Data)
                && File.Exists(Path.Combine(workingFolder, "postmaster.pid"))
                && File.ReadAllText(Path.Combine(workingFolder, "postmaster.pid")) == File.ReadAllText(PathIn(folder));
        }
        catch (UnauthorizedAccessException)
        {
            return true; // Another user's server: it exists, more we may not see.
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
