using System.Globalization;

namespace JourneyStore.Embedded;

/// <summary>What lies where in a data folder.</summary>
internal sealed class ClusterFolder(string path)
{
    public string Root { get; } = Path.GetFullPath(path);

    public string Data => Path.Combine(Root, "pgdata");

    /// <summary>A cluster is made here and renamed when complete, so that a killed creation is never taken for data.</summary>
    public string Unfinished => Path.Combine(Root, "pgdata.new");

    public string LogFolder => Path.Combine(Root, "log");

    public string Log => Path.Combine(LogFolder, "postgres.log");

    public string State => Path.Combine(Root, "server.json");

    public string Settings => Path.Combine(Root, "server.conf");

    public string StartLock => Path.Combine(Root, "start.lock");

    public string Users => Path.Combine(Root, "users");

    /// <summary>The major version that wrote the data, or null when there is no data yet.</summary>
    public int? DataMajor()
    {
        var file = Path.Combine(Data, "PG_VERSION");
        if (File.Exists(file))
            return int.Parse(File.ReadAllText(file).Trim().Split('.')[0], CultureInfo.InvariantCulture);
        if (!Directory.Exists(Data) || !Directory.EnumerateFileSystemEntries(Data).Any()) return null;
        throw new LocalServerException(LocalServerFailure.NotACluster,
            $"{Data} is not empty, but it is not a PostgreSQL cluster either (it has no PG_VERSION file). " +
            "Move it away, or choose another data folder with JOURNEYSTORE_DATA.");
    }

    /// <summary>
    /// Creates the folder with the least rights that work: nobody else may look inside, except that a server account which
    /// root steps down to must be able to pass through.
    /// </summary>
    public void Create()
    {
        var missing = new Stack<string>();
        for (var folder = Root; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            missing.Push(folder);
        foreach (var folder in missing)
        {
            Directory.CreateDirectory(folder);
            if (OperatingSystem.IsWindows()) continue;
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            const UnixFileMode passing = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(folder, Environment.IsPrivilegedProcess ? owner | passing : owner);
        }
    }

    /// <summary>Removes what this server put into the folder, and the folder itself when nothing else is in it.</summary>
    public void Delete()
    {
        foreach (var folder in new[] { Data, Unfinished, LogFolder, Users })
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (var file in new[] { State, Settings, StartLock })
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(Root).Any()) Directory.Delete(Root);
    }
}
