namespace JourneyStore.Embedded;

/// <summary>
/// One start, from the lock to the open door. All that changes the data folder happens under the start lock; of two starts
/// at once the later one waits and then finds the server running.
/// </summary>
internal sealed class LocalServerStart(LocalServerOptions options)
{
    private readonly ClusterFolder folder = new(options.DataFolder);
    private readonly Deadline deadline = new(options.Time, options.StartTimeout);

    public async Task<LocalServer> RunAsync(CancellationToken ct)
    {
        ServerSettings.Check(options);
        try
        {
            return await UnderLockAsync(ct);
        }
        catch (Exception trouble) when (ServerTrouble.Explain(folder, trouble) is { } explained)
        {
            throw explained;
        }
    }

    private async Task<LocalServer> UnderLockAsync(CancellationToken ct)
    {
        folder.Create();
        using var startLock = await FolderLock.TakeAsync(folder.StartLock, deadline, () =>
            options.Report($"waiting for another process that starts or stops the server in {folder.Root}"), ct);
        if (startLock is null)
            throw new LocalServerException(LocalServerFailure.DataInUse,
                $"Another process holds {folder.StartLock} for longer than {options.StartTimeout}. Wait for it to end, or choose another data folder with JOURNEYSTORE_DATA.");

        var othersUseIt = ServerUsers.Any(folder);
        var user = ServerUsers.Join(folder);
        try
        {
            var running = await JoinAsync(ct) ?? await StartAsync(othersUseIt, ct);
            return new LocalServer(options, folder, user, running);
        }
        catch
        {
            ServerUsers.Leave(user);
            if (!ServerUsers.Any(folder) && ServerState.Load(folder)?.Temporary == true)
                await new LocalServerEnd(options, folder).StopAndCleanAsync();
            throw;
        }
    }

    private async Task<RunningServer?> JoinAsync(CancellationToken ct)
    {
        for (var told = false; PostmasterFile.Read(folder) is { } server && server.Alive(folder); told = true)
        {
            if (server.Ready)
                return await EnterAsync(server, ServerState.Load(folder) ?? throw ServerDoor.PasswordLost(folder, server), startedHere: false, ct);
            // Its starter was killed while it recovers, or somebody is stopping it: either ends by itself.
            if (deadline.Passed)
                throw new LocalServerException(LocalServerFailure.StartTimeout,
                    $"PostgreSQL in {folder.Data} (process {server.Pid}) is still '{server.Status}' after {options.StartTimeout}. Start again in a while. Its log: {folder.Log}.");
            if (!told) options.Report($"waiting for the server in {folder.Root}, which is {server.Status}");
            await deadline.PauseAsync(TimeSpan.FromMilliseconds(10), ct);
        }
        return null;
    }

    private async Task<RunningServer> StartAsync(bool othersUseIt, CancellationToken ct)
    {
        var state = ServerState.Load(folder);
        if (othersUseIt && state is not null && state.Machine != Environment.MachineName)
            throw new LocalServerException(LocalServerFailure.DataInUse,
                $"The data folder {folder.Root} is in use on '{state.Machine}', and this is '{Environment.MachineName}': two servers on one folder would destroy the data. " +
                "Stop the other one, or choose another data folder with JOURNEYSTORE_DATA.");

        var (launched, refused) = await AsLastTimeAsync(state, ct);
        launched ??= await WithCareAsync(state, refused, ct);
        try
        {
            return await EnterAsync(launched.Server, launched.State, startedHere: true, ct);
        }
        catch
        {
            await new ServerStop(options, folder, launched.Account, launched.Binaries).StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>
    /// The quick way: who ran the server last and with which programs is taken to be so still, and nothing is run to ask. What has
    /// changed since makes PostgreSQL refuse at once, and then the careful way finds out what it is.
    /// </summary>
    private async Task<(Launched? Launched, Refusal? Refused)> AsLastTimeAsync(ServerState? state, CancellationToken ct)
    {
        if (state is null || ServerAccount.AsLastTime(state.Account) is not { } account
            || new BinaryChoice(options, folder, account).LastUsed() is not { } binaries) return default;
        try
        {
            var launched = await LaunchAsync(state, account, binaries, ct);
            account.Proved();
            return (launched, null);
        }
        catch (LocalServerException failed) when (failed.Code is LocalServerFailure.StartFailed or LocalServerFailure.NoAccess)
        {
            return (null, new Refusal(account, binaries, failed));
        }
    }

    private async Task<Launched> WithCareAsync(ServerState? state, Refusal? refused, CancellationToken ct)
    {
        var account = await ServerAccount.ChooseAsync(state?.Account, ct);
        await RefuseClosedFolderAsync(account, ct);
        var exists = folder.DataMajor() is not null;
        var taken = exists && await account.TakeAsync(folder.Data, ct);
        taken |= Directory.Exists(folder.LogFolder) && await account.TakeAsync(folder.LogFolder, ct);
        var binaries = await new BinaryChoice(options, folder, account).ChooseAsync(ct);
        // Everything is as it was taken to be: it would only fail once more.
        if (refused is not null && !taken && refused.Account.IsSame(account) && refused.Binaries == binaries) throw refused.Why;
        return await LaunchAsync(await PrepareAsync(state, exists, account, binaries, ct), account, binaries, ct);
    }

    private async Task<Launched> LaunchAsync(ServerState state, ServerAccount account, ServerBinaries binaries, CancellationToken ct)
    {
        ForgetStrangerInPostmasterFile();
        ServerSocket.Forget(folder);
        var (server, started) = await new ServerLaunch(options, folder, account, binaries).StartAsync(state, deadline, ct);
        return new Launched(server, started, account, binaries);
    }

    private Task<RunningServer> EnterAsync(PostmasterFile server, ServerState state, bool startedHere, CancellationToken ct)
    {
        options.Found?.Invoke(ServerDoor.ConnectionString(folder, server, state, LocalServer.DatabaseName));
        return ServerDoor.EnterAsync(folder, server, state, startedHere, ct);
    }

    private async Task<ServerState> PrepareAsync(ServerState? state, bool exists, ServerAccount account, ServerBinaries binaries,
        CancellationToken ct)
    {
        if (state is null || !exists)
        {
            // The password is on disk before the data is: a cluster without a password would lock its owner out.
            state = new ServerState(ServerState.NewPassword(), LoopbackPort.AnyFree(), account.Name, options.Temporary
                && !exists, Environment.MachineName);
            if (exists) await new PasswordReset(options, folder, account, binaries).SetAsync(state.Password, ct);
            state.Save(folder);
        }
        if (!exists) await new ClusterCreation(options, folder, account, binaries).CreateAsync(state.Password, ct);
        return state;
    }

    private async Task RefuseClosedFolderAsync(ServerAccount account, CancellationToken ct)
    {
        if (await account.BlockedAtAsync(folder.Root, ct) is not { } closed) return;
        throw new LocalServerException(LocalServerFailure.NoAccess,
            $"PostgreSQL refuses to run as root, so it runs as '{account.Name}', and that account may not enter {closed} on the way to the data folder {folder.Root}. " +
            $"Choose a folder it can reach with JOURNEYSTORE_DATA (the default for root is {LocalServer.DefaultDataFolder()}), allow it to pass (chmod o+x {closed}), or run this program as an ordinary user.");
    }

    /// <summary>
    /// The process that the file names exists but is not the server: its number was given to a stranger after a crash or a
    /// restart of the container. PostgreSQL would refuse to start. Its second guard, the shared memory block tied to the data
    /// folder, still stands against a mistake here.
    /// </summary>
    private void ForgetStrangerInPostmasterFile()
    {
        if (PostmasterFile.Read(folder) is { } stale && stale.ProcessExists(out _) && !stale.Alive(folder))
            File.Delete(PostmasterFile.PathIn(folder));
    }

    private sealed record Launched(PostmasterFile Server, ServerState State, ServerAccount Account, ServerBinaries Binaries);

    private sealed record Refusal(ServerAccount Account, ServerBinaries Binaries, LocalServerException Why);
}
