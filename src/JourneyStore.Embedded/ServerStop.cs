namespace JourneyStore.Embedded;

/// <summary>Stops the server that runs on a data folder.</summary>
internal sealed class ServerStop(LocalServerOptions options, ClusterFolder folder, ServerAccount account, ServerBinaries binaries)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Orderly ("fast": sessions are ended, everything is written); when that takes too long, at once, which the next start
    /// repairs from the write-ahead log. Data that is thrown away is stopped at once in the first place.
    /// </summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (!options.Temporary && await StopAsync("fast", ct)) return;
        await StopAsync("immediate", ct);
    }

    private async Task<bool> StopAsync(string mode, CancellationToken ct)
    {
        if (PostmasterFile.Read(folder) is not { } server || !server.Alive(folder)) return true;
        await account.RunAsync(folder.Root, ct, binaries.PgCtl, ["stop", "-D", folder.Data, "-m", mode, "-W"]);
        var deadline = new Deadline(options.Time, Patience);
        while (server.IsServerProcess())
        {
            if (deadline.Passed) return false;
            await deadline.PauseAsync(TimeSpan.FromMilliseconds(5), ct);
        }
        return true;
    }
}
