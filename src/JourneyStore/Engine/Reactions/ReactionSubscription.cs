using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Reactions;
using JourneyStore.Events;
using Marten;
using Marten.Subscriptions;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// Marten's subscription of one reaction, with its own progress. A page's events are told customer by customer, each customer's in their order,
/// several customers at once. Who is not done when the others are is left behind: written down in the transaction in which the progress passes the
/// page, so that the subscription goes on and <see cref="ReactionFollower"/> tells the rest, in the same order.
/// </summary>
internal sealed class ReactionSubscription : SubscriptionBase
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ReactionInfo reaction;
    private readonly ReactionOptions options;
    private readonly HashSet<Type> bodies;
    private readonly Func<ReactionRuntime> runtime;

    public ReactionSubscription(ReactionInfo reaction, ReactionOptions options, EventCatalog catalog, Func<ReactionRuntime> runtime)
    {
        (this.reaction, this.options, this.runtime) = (reaction, options, runtime);
        bodies = [.. reaction.Types.Select(type => catalog.TryFind(type, out var info) ? info.ClrType : typeof(FreeEvent))];
        Name = NameOf(reaction.Name);
        Options.BatchSize = options.PageSize;
        // Types outside the catalogue share one class, of which Marten knows no name that they bear: then the whole log is looked at.
        if (bodies.Contains(typeof(FreeEvent))) return;
        foreach (var body in bodies) IncludeType(body);
    }

    /// <summary>The subscription's name.</summary>
    public static string NameOf(string reaction) => $"reaction-{reaction}";

    /// <summary>The row of mt_event_progression in which its progress is.</summary>
    public static string ProgressOf(string reaction) => $"{NameOf(reaction)}:All";

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        var wanted = page.Events.Where(Wants).Select(@event => @event.Sequence).ToArray();
        if (wanted.Length == 0) return NullChangeListener.Instance;
        var at = runtime();
        await RoomAsync(at, cancellationToken);
        var events = (await at.ReadAsync(wanted, cancellationToken)).Where(@event => reaction.Wants(@event.Type)).ToArray();
        var customers = events.GroupBy(@event => new CustomerKey(@event.Tenant, @event.Customer)).ToArray();
        var behind = await at.Storage.FindBehindAsync(reaction.Name, [.. customers.Select(customer => customer.Key)], cancellationToken);
        var queue = at.QueueOf(reaction.Name);
        var lines = customers.Where(customer => !behind.Contains(customer.Key))
            .Select(customer => new CustomerLine(customer.Key, [.. customer], queue, at.CameLateAsync)).ToArray();
        await TellAsync(lines, at.Time, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        var now = at.Time.GetUtcNow();
        NewBehind[] left =
        [
            .. lines.Select(line => line.Leave(now, at.HoldAsync)).OfType<NewBehind>(),
            .. customers.Where(customer => behind.Contains(customer.Key)).Select(customer => Passed(customer.Key, [.. customer], now)),
        ];
        LeaveBehind.Queue(operations, reaction.Name, left);
        if (left.Length > 0) at.Wake();
        return NullChangeListener.Instance;
    }

    // Whoever is behind stays so until all is told that was passed over: if he has caught up meanwhile, he begins anew with this page.
    private static NewBehind Passed(CustomerKey customer, JourneyEvent[] events, DateTimeOffset now) =>
        new(customer, events[0].Version, events[^1].Version, 0, now, null);

    // Where Marten was told the types, it has left out the others. What was stored before its type was in the catalogue is still read as an event
    // outside it.
    private bool Wants(IEvent @event) => IncludedEventTypes.Count > 0
        || (@event.Data is FreeEvent
            ? reaction.Wants(@event.Headers?.GetValueOrDefault("type")?.ToString() ?? @event.EventTypeName)
            : bodies.Contains(@event.EventType));

    private async Task TellAsync(CustomerLine[] lines, TimeProvider time, CancellationToken ct)
    {
        // Neither is disposed of: a line that the page has left still looks at them.
        var free = new SemaphoreSlim(options.AtOnce);
        var isOver = new CancellationTokenSource();
        var telling = Task.WhenAll(lines.Select(async line =>
        {
            try
            {
                await free.WaitAsync(isOver.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            try
            {
                await line.RunAsync(ct);
            }
            finally
            {
                free.Release();
            }
        }));
        await Task.WhenAny(telling, Task.Delay(options.PagePatience, time, ct));
        await isOver.CancelAsync();
    }

    /// <summary>Waits until not too many are behind.</summary>
    private async Task RoomAsync(ReactionRuntime at, CancellationToken ct)
    {
        while (await at.Storage.CountBehindAsync(reaction.Name, options.MostBehind, ct) >= options.MostBehind)
            await Task.Delay(LookAgainAfter, at.Time, ct);
    }
}
