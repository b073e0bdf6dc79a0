using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JasperFx.Events.Subscriptions;
using Marten;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Projections.Following;

/// <summary>
/// An async view as Marten knows it: a projection that its daemon runs, whose progress is the row <c>{view}:All</c> of
/// <c>mt_event_progression</c>. The daemon says up to where the log is proven; <see cref="ViewFollower"/> reads, folds and writes up to there, a
/// batch at once. Events are read by us because one that cannot be read parks its customer, while Marten's own loading would stop the view.
/// </summary>
internal sealed class ViewProjection : ProjectionWrapper<IDocumentOperations, IQuerySession>, ISubscriptionFactory<IDocumentOperations, IQuerySession>
{
    // Positions, not events: the pages of the daemon are empty, and what is ahead is folded in batches of our own.
    private const int PositionsAhead = 100_000;

    private readonly Func<ViewFollower> follower;

    /// <param name="view">The view's name.</param>
    /// <param name="follower">
    /// Folds it; asked for when the daemon begins with the view, because the engine is made with the store that this is part of.
    /// </param>
    public ViewProjection(string view, Func<ViewFollower> follower) : base(new Unloaded(view), ProjectionLifecycle.Async) => this.follower = follower;

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILoggerFactory loggerFactory, ShardName shardName) =>
        new ViewExecution(follower(), shardName);

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store, IEventDatabase database, ILogger logger, ShardName shardName) =>
        new ViewExecution(follower(), shardName);

    /// <summary>No event is of this type, so the daemon loads none.</summary>
    private sealed record Nothing;

    private sealed class Unloaded : ProjectionBase, Marten.Events.Projections.IProjection
    {
        public Unloaded(string name)
        {
            Name = name;
            IncludedEventTypes.Add(typeof(Nothing));
            Options.MaximumHopperSize = PositionsAhead;
        }

        public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation) => throw ByTheDaemon();
    }

    /// <summary>What is asked of a view that only its follower does.</summary>
    public static NotSupportedException ByTheDaemon() =>
        new("An async view is folded by the daemon, and rebuilt by journey rebuild, beside the rows in use.");
}
