using System.Globalization;

namespace JourneyStore.Postgres.Local;

/// <summary>The system's own list of accounts: what <c>id</c> would say, without a program being run for it.</summary>
internal static class PasswordFile
{
    private const string Path = "/etc/passwd";

    /// <summary>The numbers of an account and of its first group; null when the list does not hold it, which others may.</summary>
    public static (string Uid, string Gid)? Find(string name)
    {
        try
        {
            return Find(name, File.ReadLines(Path));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static (string Uid, string Gid)? Find(string name, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            // name:password:uid:gid:…
            var parts = line.Split(':');
            if (parts.Length > 3 && parts[0] == name) return IsNumber(parts[2]) && IsNumber(parts[3]) ? (parts[2], parts[3]) : null;
        }
        return null;
    }

    private static bool IsNumber(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
