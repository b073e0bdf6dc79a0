namespace JourneyStore.Embedded;

/// <summary>The folders in which server programs may be, most trusted first.</summary>
internal static class BinarySearch
{
    /// <summary>Folders that hold all the programs: those asked for, or the PATH and the usual places.</summary>
    public static IEnumerable<string> OnThisMachine(IReadOnlyList<string>? asked) =>
        (asked ?? [.. OnThePath(), .. UsualPlaces()])
            .Where(ServerBinaries.AreIn)
            .Select(Real)
            .Distinct();

    private static IEnumerable<string> OnThePath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted);

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsWindows())
            return Below(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*");
        return
        [
            .. Below("/usr/lib/postgresql", "*"),
            .. Below("/usr", "pgsql-*"),
            .. Below("/usr/libexec", "postgresql*", bin: ""),
            "/usr/local/pgsql/bin",
            .. Below("/opt/homebrew/opt", "postgresql*"),
            .. Below("/usr/local/opt", "postgresql*"),
            .. Below("/home/linuxbrew/.linuxbrew/opt", "postgresql*"),
            .. Below("/Applications/Postgres.app/Contents/Versions", "*"),
        ];
    }

    private static IEnumerable<string> Below(string parent, string pattern, string bin = "bin")
    {
        try
        {
            return Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern).Select(found => Path.Combine(found, bin)) : [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Where the programs really lie, so that one installation reached by two ways counts once.</summary>
    private static string Real(string folder)
    {
        var program = new FileInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "postgres.exe" : "postgres"));
        var real = Path.GetDirectoryName(program.ResolveLinkTarget(returnFinalTarget: true)?.FullName);
        return Path.GetFullPath(real is not null && ServerBinaries.AreIn(real) ? real : folder);
    }
}
