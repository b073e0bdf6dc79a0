namespace JourneyStore.Embedded;

/// <summary>One user leaves; the last one stops the server, and deletes what was created as temporary.</summary>
internal sealed class LocalServerEnd(LocalServerOptions options, ClusterFolder folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task LeaveAsync(FolderLock user)
    {
        using var startLock = await FolderLock.TakeAsync(folder.StartLock, new Deadline(options.Time, Patience), () => { }, CancellationToken.None);
        ServerUsers.Leave(user);
        // Somebody is starting for a whole minute: he is a user too, and will stop the server when he leaves.
        if (startLock is null || ServerUsers.Any(folder)) return;
        await StopAndCleanAsync();
    }

    /// <summary>For a caller that holds the start lock and knows that nobody uses the server.</summary>
    public async Task StopAndCleanAsync()
    {
        var state = ServerState.Load(folder);
        if (PostmasterFile.Read(folder) is { } server && server.Alive(folder))
        {
            var account = await ServerAccount.ChooseAsync(state?.Account, CancellationToken.None);
            var binaries = ServerBinaries.RunningOn(folder) ?? await new BinaryChoice(options, folder, account).ChooseAsync(CancellationToken.None);
            await new ServerStop(options with { Temporary = state?.Temporary == true }, folder, account, binaries).StopAsync(CancellationToken.None);
        }
        if (state?.Temporary == true) folder.Delete();
    }
}
