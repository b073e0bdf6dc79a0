using System.Security.Cryptography;

namespace JourneyStore.Embedded;

/// <summary>
/// Who uses the server now: each user holds one locked file in the folder <c>users</c>. The lock of a killed user is gone
/// with its process, so counting locks never counts the dead. Call only while holding the start lock.
/// </summary>
internal static class ServerUsers
{
    public static FolderLock Join(ClusterFolder folder)
    {
        Directory.CreateDirectory(folder.Users);
        var name = $"{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}.lock";
        return FolderLock.TryTake(Path.Combine(folder.Users, name))
            ?? throw new IOException($"A new lock file in {folder.Users} was taken by another process at once.");
    }

    public static void Leave(FolderLock user)
    {
        user.Dispose();
        File.Delete(user.Path);
    }

    /// <summary>Whether a living process uses the server; files of the dead are removed on the way.</summary>
    public static bool Any(ClusterFolder folder)
    {
        if (!Directory.Exists(folder.Users)) return false;
        var any = false;
        foreach (var file in Directory.EnumerateFiles(folder.Users, "*.lock"))
        {
            using var dead = FolderLock.TryTake(file);
            if (dead is null) any = true;
            else Leave(dead);
        }
        return any;
    }
}
