using JasperFx.Events.Projections;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using Marten;
using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections.Following;

/// <summary>
/// Runs the async views of this process in Marten's daemon. Which process folds which view is decided by Marten's coordinator (an advisory lock a
/// view); in a host that has made the store, by whoever the host has for that (Wolverine, as a rule), and this starts nothing.
/// </summary>
internal sealed class ViewDaemon(Database storage, IReadOnlyList<ViewFollower> followers, TimeProvider time, ILoggerFactory logs)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollFast = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PollSlowly = TimeSpan.FromMilliseconds(500);

    // A number that was drawn and never stored is passed when no transaction is left that can store it, which is asked after this time.
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMilliseconds(250);

    private readonly ILogger logger = logs.CreateLogger("JourneyStore.Projections");

    /// <summary>How many groups each projection has parked, as of the last look.</summary>
    public IReadOnlyDictionary<string, long> Parked { get; private set; } = new Dictionary<string, long>();

    /// <summary>
    /// Tells a store of Marten's of the views, and how its daemon is to look at the log. Where the daemon runs, its own settings say.
    /// </summary>
    /// <param name="marten">Marten's options.</param>
    /// <param name="views">The read models.</param>
    /// <param name="engine">The engine, once there is one.</param>
    public static void Configure(StoreOptions marten, ViewSet views, Func<JourneyEngine> engine)
    {
        var daemon = marten.Projections;
        daemon.Wakeup = new AppendWakeup(engine);
        (daemon.FastPollingTime, daemon.SlowPollingTime, daemon.StaleSequenceThreshold) = (PollFast, PollSlowly, StaleAfter);
        // No time makes up for proof: what may still appear is waited for.
        (daemon.UseTransactionEvidenceForGapSkipping, daemon.SkipStaleGapsDespiteLiveTransactionsAfter) = (true, null);
        daemon.LeadershipPollingTime = (int)LookEvery.TotalMilliseconds;
        (daemon.HealthCheckPollingTime, daemon.AgentPauseTime) = (LookEvery, LookEvery);
        // A lock of a session, not one of a transaction that stays open as long as the process lives.
        marten.Events.UseAdvisoryLockTransaction = false;
        foreach (var view in views.Async.Select(fold => fold.Table.Name))
            daemon.Add(new ViewProjection(view, () => engine().FollowerOf(view)), ProjectionLifecycle.Async);
    }

    /// <summary>Runs them until the token ends.</summary>
    /// <param name="own">The engine's own store; null: a host has made it, and runs the daemon.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(IDocumentStore? own, CancellationToken ct)
    {
        var coordinator = own is null ? null : new ProjectionCoordinator(own, logs.CreateLogger<ProjectionCoordinator>());
        if (coordinator is not null) await coordinator.StartAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            await CountAsync(ct);
            await Task.Delay(CountEvery, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (coordinator is not null) await coordinator.StopAsync(CancellationToken.None);
    }

    private async Task CountAsync(CancellationToken ct)
    {
        try
        {
            Parked = await storage.CountParkedAsync(ct);
            foreach (var view in followers.Select(follower => follower.Name))
                Telemetry.ProjectionParked.Record(Parked.GetValueOrDefault(view), new KeyValuePair<string, object?>("projection", view));
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            logger.LogDebug(exception, "What is parked could not be counted");
        }
    }
}
