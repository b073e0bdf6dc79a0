using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using JasperFx.Events.Aggregation;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;

namespace JourneyStore.Engine.Projections.Following;

/// <summary>
/// What Marten's daemon hands its pages to, for as long as it runs a view here. Of a page only its end counts: the newest end that has come is
/// followed up to, and told to be done.
/// </summary>
internal sealed class ViewExecution : ISubscriptionExecution
{
    private readonly ViewFollower follower;
    private readonly Channel<(long Ceiling, ISubscriptionAgent Agent)> pages = Channel.CreateUnbounded<(long, ISubscriptionAgent)>();
    private readonly CancellationTokenSource stopping = new();
    private readonly Task following;

    public ViewExecution(ViewFollower follower, ShardName name)
    {
        (this.follower, ShardName) = (follower, name);
        following = Task.Run(RunAsync);
    }

    public ShardName ShardName { get; }

    public ShardExecutionMode Mode { get; set; }

    public ValueTask EnqueueAsync(EventPage page, ISubscriptionAgent subscriptionAgent)
    {
        // Marten's rebuild has thrown the progress away and means the rows in use.
        if (Mode == ShardExecutionMode.Rebuild) throw ViewProjection.ByTheDaemon();
        pages.Writer.TryWrite((page.Ceiling, subscriptionAgent));
        return ValueTask.CompletedTask;
    }

    public Task ProcessImmediatelyAsync(SubscriptionAgent subscriptionAgent, EventPage events, CancellationToken cancellation) =>
        follower.FollowAsync(events.Ceiling, cancellation);

    public Task ProcessRangeAsync(EventRange range) => follower.FollowAsync(range.SequenceCeiling, stopping.Token);

    public Task StopAndDrainAsync(CancellationToken token) => HardStopAsync();

    public async Task HardStopAsync()
    {
        pages.Writer.TryComplete();
        await stopping.CancelAsync();
        await following;
    }

    public async ValueTask DisposeAsync() => await HardStopAsync();

    public bool TryBuildReplayExecutor([NotNullWhen(true)] out IReplayExecutor? executor)
    {
        executor = null;
        return false;
    }

    public bool TryGetAggregateCache<TId, TDoc>([NotNullWhen(true)] out IAggregateCaching<TId, TDoc>? caching)
    {
        caching = null;
        return false;
    }

    private async Task RunAsync()
    {
        ISubscriptionAgent? agent = null;
        try
        {
            while (await pages.Reader.WaitToReadAsync(stopping.Token))
            {
                (long Ceiling, ISubscriptionAgent Agent)? newest = null;
                while (pages.Reader.TryRead(out var page)) newest = page;
                if (newest is not { } upTo) continue;
                agent = upTo.Agent;
                await follower.FollowAsync(upTo.Ceiling, stopping.Token);
                await upTo.Agent.MarkSuccessAsync(upTo.Ceiling);
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon lets go of the view.
        }
        catch (Exception exception)
        {
            // The daemon cannot be told how far it is. It pauses the view and begins anew; by itself, because it waits for the end of this first.
            if (!stopping.IsCancellationRequested) _ = Task.Run(() => agent?.ReportCriticalFailureAsync(exception));
        }
        await follower.LetGoAsync();
    }
}
