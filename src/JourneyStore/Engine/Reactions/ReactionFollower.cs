using JourneyStore.Engine.Storage.Reactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// Tells customers who were left behind what was passed over, each their events in their order, until nothing is left and the subscription tells them
/// again. Any process does it that has the reaction: a customer is claimed for a while, and one whose process has died meanwhile is due again when
/// the claim ends.
/// </summary>
internal sealed class ReactionFollower(
    ReactionRuntime runtime, JourneyEngine engine, IHostApplicationLifetime host, ILogger<ReactionFollower> logger) : BackgroundService
{
    private const int EventsAtOnce = 50;

    // The process that leaves a customer behind wakes itself; what is due again, or was left by a process that died, is looked for.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, ReactionInfo> reactions = runtime.Set.Active.ToDictionary(reaction => reaction.Name);
    private long? counted;

    private ReactionOptions Options => runtime.Set.Options;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (reactions.Count == 0 || !await StartedAsync(stoppingToken)) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CountAsync(stoppingToken);
                if (!await StepAsync(stoppingToken)) await runtime.WantedAsync(LookEvery, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The database is away, most likely. What was claimed is due again when the claim ends.
                logger.LogWarning(exception, "Customers that are behind wait");
                await Task.Delay(TryAgainAfter, runtime.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Wolverine knows its handlers when it has started. Asked before, its pipeline finds none, and keeps to that for as long as the process lives.
    private async Task<bool> StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hearing = host.ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, Task.Delay(Timeout.InfiniteTimeSpan, runtime.Time, stoppingToken));
        return started.Task.IsCompleted;
    }

    private async Task<bool> StepAsync(CancellationToken ct)
    {
        var now = runtime.Time.GetUtcNow();
        var claimed = await runtime.Storage.ClaimBehindAsync([.. reactions.Keys], now, now + ReactionRuntime.Lease, Options.AtOnce, ct);
        await Task.WhenAll(claimed.Select(behind => FollowAsync(behind, ct)));
        return claimed.Count > 0;
    }

    private async Task FollowAsync(Behind behind, CancellationToken ct)
    {
        var reaction = reactions[behind.Reaction];
        var queue = runtime.QueueOf(behind.Reaction);
        var types = runtime.StoredTypesOf(reaction);
        var events = await runtime.Storage.ReadToldAsync(behind, types, EventsAtOnce, ct);
        foreach (var stored in events)
        {
            // From the next event that is told at all: what lies before it is nobody's business here.
            var at = behind;
            var outcome = await runtime.HoldAsync(at, queue.DeliverAsync(runtime.Read(stored), at.Tries, ct));
            if (outcome.Kind == DeliveryKind.Stopped) return;
            var now = runtime.Time.GetUtcNow();
            if (outcome.Kind == DeliveryKind.Later)
            {
                await runtime.Storage.FailBehindAsync(at, outcome.Tries, outcome.DueAt, outcome.Reason, CancellationToken.None);
                return;
            }
            // It has happened: whoever stops now waits until that is written. Where it cannot be written, somebody else goes on with the customer.
            if (!await runtime.Storage.AdvanceBehindAsync(at, stored.Version + 1, now + ReactionRuntime.Lease, CancellationToken.None)) return;
            behind = at with { From = stored.Version + 1, Tries = 0 };
        }
        if (events.Count == EventsAtOnce || !await runtime.Storage.EndBehindAsync(behind, ct))
            await runtime.Storage.AdvanceBehindAsync(behind, behind.From, runtime.Time.GetUtcNow(), ct);
    }

    private async Task CountAsync(CancellationToken ct)
    {
        var now = runtime.Time.GetTimestamp();
        if (counted is { } last && runtime.Time.GetElapsedTime(last, now) < CountEvery) return;
        counted = now;
        var dead = new Dictionary<string, long>();
        foreach (var reaction in reactions.Values)
        {
            var count = await runtime.Storage.CountToldAsync(reaction.Name, runtime.StoredTypesOf(reaction), ct);
            var tag = new KeyValuePair<string, object?>("reaction", reaction.Name);
            Telemetry.ReactionWaiting.Record(count.Waiting, tag);
            Telemetry.ReactionDead.Record(count.Dead, tag);
            dead[reaction.Name] = count.Dead;
        }
        engine.DeadByReaction = dead;
    }
}
