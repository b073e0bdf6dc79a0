namespace JourneyStore.Embedded;

/// <summary>The server's log file: what it says since a given moment, and a bound on its size.</summary>
internal sealed class ServerLog(ClusterFolder folder)
{
    private const long LargeEnough = 8 * 1024 * 1024;
    private const int MostToRead = 64 * 1024;

    public long Length => File.Exists(folder.Log) ? new FileInfo(folder.Log).Length : 0;

    /// <summary>Creates the folder for the account that will write, and puts a large old log aside (one is kept).</summary>
    public async Task PrepareAsync(ServerAccount account, CancellationToken ct)
    {
        if (!Directory.Exists(folder.LogFolder))
        {
            Directory.CreateDirectory(folder.LogFolder);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder.LogFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await account.OwnAsync(folder.LogFolder, recursive: false, ct);
        }
        if (Length > LargeEnough) File.Move(folder.Log, folder.Log + ".1", overwrite: true);
    }

    /// <summary>What was written after the log had <paramref name="length"/> bytes; only the end, if that is much.</summary>
    public string Since(long length)
    {
        if (!File.Exists(folder.Log)) return "";
        using var stream = new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(Math.Max(Math.Min(length, stream.Length), stream.Length - MostToRead), SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
