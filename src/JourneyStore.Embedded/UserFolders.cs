namespace JourneyStore.Embedded;

/// <summary>
/// Where this user's data and caches belong by the system's custom. Root has places of its own: its home folder is closed
/// to the account that it must run the server as.
/// </summary>
internal static class UserFolders
{
    private const string Name = "journeystore";

    public static string Data() => Choose("XDG_DATA_HOME", "/var/lib", Environment.SpecialFolder.LocalApplicationData);

    public static string Cache()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS() && home.Length > 0 && !Environment.IsPrivilegedProcess) return Path.Combine(home, "Library", "Caches", Name);
        if (OperatingSystem.IsWindows()) return Path.Combine(Data(), "cache");
        return Choose("XDG_CACHE_HOME", "/var/cache", home: home.Length > 0 ? Path.Combine(home, ".cache") : null);
    }

    private static string Choose(string variable, string root, Environment.SpecialFolder folder) =>
        Choose(variable, root, Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify));

    private static string Choose(string variable, string root, string? home)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } chosen
                && Path.IsPathRooted(chosen)) return Path.Combine(chosen, Name);
            if (Environment.IsPrivilegedProcess) return Path.Combine(root, Name);
        }
        // An account without a home, as in many containers, still gets a place that is its own by name.
        return string.IsNullOrEmpty(home) ? Path.Combine(Path.GetTempPath(), $"{Name}-{Environment.UserName}") : Path.Combine(home, Name);
    }
}
