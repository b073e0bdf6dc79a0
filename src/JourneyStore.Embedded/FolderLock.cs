namespace JourneyStore.Embedded;

/// <summary>
/// A lock file held by at most one process. The operating system releases it when its holder dies, however it dies, so
/// there is no stale lock to clean up.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream stream;

    private FolderLock(FileStream stream) => this.stream = stream;

    public string Path => stream.Name;

    /// <summary>Null when another holds it. Other trouble (rights, a full disk) is thrown, not mistaken for a holder.</summary>
    public static FolderLock? TryTake(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            // Whoever may read a file may lock it: another user of the machine must not be able to.
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var taken = new FolderLock(new FileStream(path, options));
            // The last user of a temporary folder deletes it under this very lock: a lock on a deleted file excludes nobody.
            if (File.Exists(path)) return taken;
            taken.Dispose();
            return null;
        }
        catch (IOException held) when (IsHeld(held))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock; null when the time is up.</summary>
    public static async Task<FolderLock?> TakeAsync(string path, Deadline deadline, Action waiting, CancellationToken ct)
    {
        for (var told = false; ; told = true)
        {
            if (TryTake(path) is { } taken) return taken;
            if (deadline.Passed) return null;
            if (!told) waiting();
            await deadline.PauseAsync(TimeSpan.FromMilliseconds(10), ct);
        }
    }

    public void Dispose() => stream.Dispose();

    private static bool IsHeld(IOException trouble)
    {
        const int windowsSharingViolation = unchecked((int)0x80070020);
        if (OperatingSystem.IsWindows()) return trouble.HResult == windowsSharingViolation;
        // EWOULDBLOCK is 11 on Linux and 35 on macOS and the BSDs.
        return trouble.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
    }
}
