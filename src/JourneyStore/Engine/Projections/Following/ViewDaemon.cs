using JasperFx.Events.Daemon;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using Marten;
using Marten.Events.Daemon.Coordination;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections.Following;

/// <summary>
/// Runs the async views of this process in Marten's daemon. Which process folds which view is decided by Marten's coordinator (an advisory lock a view); where
/// a host has Wolverine distribute what runs in the daemon, by Wolverine, and this starts nothing.
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

    /// <summary>Tells Marten of the views, and how its daemon is to look at the log.</summary>
    public void Configure(StoreOptions marten, Func<JourneyEngine> engine)
    {
        var daemon = marten.Projections;
        daemon.AsyncMode = DaemonMode.HotCold;
        daemon.Wakeup = new AppendWakeup(engine);
        (daemon.FastPollingTime, daemon.SlowPollingTime, daemon.StaleSequenceThreshold) = (PollFast, PollSlowly, StaleAfter);
        // No time makes up for proof: what may still appear is waited for.
        (daemon.UseTransactionEvidenceForGapSkipping, daemon.SkipStaleGapsDespiteLiveTransactionsAfter) = (true, null);
        (daemon.LeadershipPollingTime, daemon.HealthCheckPollingTime, daemon.AgentPauseTime) = ((int)LookEvery.TotalMilliseconds, LookEvery, LookEvery);
        // A lock of a session, not one of a transaction that stays open as long as the process lives.
        marten.Events.UseAdvisoryLockTransaction = false;
        foreach (var follower in followers) daemon.Add(new ViewProjection(follower), JasperFx.Events.Projections.ProjectionLifecycle.Async);
    }

    /// <summary>Runs them until the token ends.</summary>
    public async Task RunAsync(IDocumentStore documents, CancellationToken ct)
    {
        var coordinator = new ProjectionCoordinator(documents, logs.CreateLogger<ProjectionCoordinator>());
        await coordinator.StartAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            await CountAsync(ct);
            await Task.Delay(CountEvery, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await coordinator.StopAsync(CancellationToken.None);
    }

    private async Task CountAsync(CancellationToken ct)
    {
        try
        {
            Parked = await storage.CountParkedAsync(ct);
            foreach (var follower in followers)
                Telemetry.ProjectionParked.Record(Parked.GetValueOrDefault(follower.Name), new KeyValuePair<string, object?>("projection", follower.Name));
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            logger.LogDebug(exception, "What is parked could not be counted");
        }
    }
}
