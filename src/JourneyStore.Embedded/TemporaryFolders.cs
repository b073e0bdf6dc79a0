using System.Security.Cryptography;

namespace JourneyStore.Embedded;

/// <summary>
/// Where temporary clusters live: in the user's own cache folder and not in the common temporary folder, because reaping
/// ends the processes that the folders name, and must never do that on the word of another user.
/// </summary>
internal static class TemporaryFolders
{
    public static string Home() => Path.Combine(UserFolders.Cache(), "temporary");

    public static string New(string home) => Path.Combine(home, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));

    /// <summary>Stops and deletes every temporary cluster whose users are all dead.</summary>
    public static async Task ReapAsync(string home)
    {
        if (!Directory.Exists(home)) return;
        foreach (var path in Directory.GetDirectories(home))
        {
            try
            {
                await ReapOneAsync(path);
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException or LocalServerException)
            {
                // Another process reaps it at the same moment, or it is not ours to remove: not this test run's trouble.
            }
        }
    }

    private static async Task ReapOneAsync(string path)
    {
        var folder = new ClusterFolder(path);
        // Its state is written under the start lock: without it, somebody may be about to take that lock for the first time.
        if (!File.Exists(folder.State)) return;
        using var startLock = FolderLock.TryTake(folder.StartLock);
        if (startLock is null || ServerUsers.Any(folder)) return;
        await new LocalServerEnd(new LocalServerOptions { DataFolder = path, AllowInstall = false }, folder).StopAndCleanAsync();
    }
}
