namespace JourneyStore.Embedded;

/// <summary>
/// Starts the server of an existing cluster. <c>pg_ctl</c> does it, because it puts the server into a session of its own:
/// Ctrl-C in the terminal of this process does not reach it.
/// </summary>
internal sealed class ServerLaunch(LocalServerOptions options, ClusterFolder folder, ServerAccount account, ServerBinaries binaries)
{
    private const int MostPorts = 8;
    private readonly ServerLog log = new(folder);

    /// <summary>Returns the running server and the state with the port it got, already saved.</summary>
    public async Task<(PostmasterFile Server, ServerState State)> StartAsync(ServerState state, Deadline deadline, CancellationToken ct)
    {
        await log.PrepareAsync(account, ct);
        options.Report($"starting the private PostgreSQL {binaries.Major} in {folder.Root}");
        var fixedPort = ServerSettings.FixedPort(options);
        for (var ports = 0; ;)
        {
            var port = fixedPort ?? (ports == 0 && LoopbackPort.IsFree(state.Port) ? state.Port : LoopbackPort.AnyFree());
            state = state with { Port = port, Account = account.Name, Machine = Environment.MachineName };
            if (state != ServerState.Load(folder)) state.Save(folder);
            ServerSettings.Write(folder, options, port);

            var (server, said) = await TryAsync(deadline, ct);
            if (server is not null) return (server, state);
            if (PortTaken(said))
            {
                if (fixedPort is not null || ++ports == MostPorts) throw NoPort(port, fixedPort is not null);
                continue;
            }
            if (!LeftoversRemain(said) || deadline.Passed)
                throw ServerTrouble.Explain(LocalServerFailure.StartFailed, $"PostgreSQL {binaries.Major} did not start on {folder.Data} (its log: {folder.Log}).", said);
            await deadline.PauseAsync(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    private async Task<(PostmasterFile? Server, string Said)> TryAsync(Deadline deadline, CancellationToken ct)
    {
        var before = PostmasterFile.Read(folder);
        var logged = log.Length;
        var seconds = Math.Max(1, (int)deadline.Left.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        // On Windows the server would inherit, and keep open, the pipes that its output were captured through.
        // Never killed on the way: a half-started server would stay behind; cancellation stops it in order, below.
        var starting = account.RunAsync(folder.Root, CancellationToken.None, binaries.PgCtl,
            ["start", "-D", folder.Data, "-l", folder.Log, "-w", "-t", seconds], capture: !OperatingSystem.IsWindows());
        try
        {
            // pg_ctl looks ten times a second; the server's own word is there sooner, pg_ctl's only matters for a failure.
            while (!starting.IsCompleted)
            {
                if (PostmasterFile.Read(folder) is { Ready: true } server && server != before) return (server, "");
                await deadline.PauseAsync(TimeSpan.FromMilliseconds(5), ct);
            }
            var outcome = await starting;
            if (PostmasterFile.Read(folder) is { } now && now != before && now.Alive(folder))
                return now.Ready ? (now, "") : throw StillStarting();
            return (null, log.Since(logged) is { Length: > 0 } said ? said : outcome.Output);
        }
        catch (OperationCanceledException)
        {
            while (!starting.IsCompleted && (PostmasterFile.Read(folder) is not { } server || server == before))
                await deadline.PauseAsync(TimeSpan.FromMilliseconds(5), CancellationToken.None);
            await new ServerStop(options, folder, account, binaries).StopAsync(CancellationToken.None);
            throw;
        }
    }

    private static bool PortTaken(string said) =>
        said.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal) || said.Contains("could not bind IPv4 address", StringComparison.Ordinal);

    /// <summary>The processes of a killed server end by themselves as soon as they notice; until then a new one must wait.</summary>
    private static bool LeftoversRemain(string said) => said.Contains("pre-existing shared memory block", StringComparison.Ordinal);

    private LocalServerException NoPort(int port, bool asked) => new(LocalServerFailure.Port, asked
        ? $"The private PostgreSQL in {folder.Root} was told to listen on port {port} of 127.0.0.1, but something else listens there. Stop that, choose another port, or leave the port out to get a free one."
        : $"No free port on 127.0.0.1 was found for the private PostgreSQL in {folder.Root}: {MostPorts} were tried, the last was {port}, and each was taken by the time the server started.");

    private LocalServerException StillStarting() => new(LocalServerFailure.StartTimeout,
        $"PostgreSQL in {folder.Data} is still starting after {options.StartTimeout}; after a crash it may have much to recover. It goes on by itself: start again in a while. Its log: {folder.Log}.");
}
