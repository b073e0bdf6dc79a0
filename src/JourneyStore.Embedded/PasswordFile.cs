using System.Globalization;

namespace JourneyStore.Embedded;

/// <summary>The system's own list of accounts: what <c>id</c> would say, without a program being run for it.</summary>
internal static class PasswordFile
{
    private const string Path = "/etc/passwd";

    /// <summary>The numbers of an account and of its first group; null when the list does not hold it, which others may.</summary>
    public static (string Uid, string Gid)? Find(string name)
    {
        try
        {
            // name:password:uid:gid:…
            var account = File.ReadLines(Path).Select(line => line.Split(':')).FirstOrDefault(parts => parts.Length > 3 && parts[0] == name);
            return account is not null && IsNumber(account[2]) && IsNumber(account[3]) ? (account[2], account[3]) : null;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsNumber(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
