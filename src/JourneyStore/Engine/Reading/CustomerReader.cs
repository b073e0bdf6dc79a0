using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>Answers questions about one customer.</summary>
internal sealed class CustomerReader(
    Database storage, InlineViews views, SignalsProjection signals, EventReader reader, HistoryFold history, ReaderMemory memory, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly string[] names = [.. views.All.Select(view => view.Name)];
    private readonly Dictionary<string, IShown> showing = views.All.Where(view => view is IShown)
        .ToDictionary(view => view.Name, view => (IShown)view);

    public async Task<CustomerContext> ContextAsync(string tenant, CustomerRef customer, ContextQuery query, CancellationToken ct)
    {
        var reached = query.MinPosition is { } position ? await WaitForAsync(position, query.Wait, ct) : 0;
        var context = (query.AsOf ?? query.KnownAt) is { } then
            ? await PastAsync(tenant, customer, null, then, query.KnownAt, ct)
            : await NowAsync(tenant, customer, ct);
        return context.Position < reached ? context with { Position = reached } : context;
    }

    /// <summary>The customer as a decision saw it: the events up to a position, as of a moment.</summary>
    public Task<CustomerContext> ReplayAsync(string tenant, string customer, long position, DateTimeOffset asOf, CancellationToken ct) =>
        PastAsync(tenant, new CustomerRef(new Identifier(Identifier.OwnType, customer)), position, asOf, null, ct);

    public async Task<TimelinePage> TimelineAsync(string tenant, CustomerRef customer, TimelineQuery query, CancellationToken ct)
    {
        Limits.Check(query.Limit, nameof(query.Limit));
        var before = query.Before is null ? (OccurrencePlace?)null : TimelineCursor.Parse(query.Before);
        var id = await storage.ResolveAsync(tenant, customer, ct) ?? throw Unknown(customer);
        var page = await storage.ReadTimelineAsync(
            new StoredTimelineQuery(tenant, id, query.Limit + 1, before, query.From, query.To, query.Type is { } type ? reader.StoredTypesOf(type)
                : null, query.KnownAt, query.AsOf), ct);
        var entries = page.Take(query.Limit).Select(stored => reader.Read(stored)).ToArray();
        return new TimelinePage(id, entries, page.Count > query.Limit ? TimelineCursor.Write(page[query.Limit - 1].Place) : null);
    }

    /// <summary>
    /// A customer as remembered, which may be true no longer: whoever goes by it has the commit of what follows from it prove that the mark held.
    /// Null: nothing is remembered, or what is remembered counts events whose time has not come.
    /// </summary>
    public (CustomerContext Context, CustomerMark Mark)? Recall(string tenant, CustomerRef customer) =>
        memory.Find(tenant, customer) is { } known && time.GetUtcNow() is var now && known.Newest <= now ? (Answer(known, now), known.Mark) : null;

    /// <summary>Lets what is remembered go on with what this process has committed.</summary>
    public void Follow(CommittedFolds commit) => memory.Follow(commit, Read);

    /// <summary>Forgets what is remembered of a customer.</summary>
    public void Forget(CustomerKey customer) => memory.Forget(customer);

    public static NotFoundException Unknown(CustomerRef customer) => new("unknown-customer", $"No customer is known as '{customer}'.");

    private async Task<CustomerContext> NowAsync(string tenant, CustomerRef customer, CancellationToken ct)
    {
        var known = memory.Find(tenant, customer);
        var stored = await storage.ReadCustomerAsync(tenant, customer, names, known?.Mark, ct) ?? throw Unknown(customer);
        if (stored.Details is { } details)
        {
            // Absent, or older than the stream (a view that was just added): folded for this answer.
            if (!Array.TrueForAll(details.Views, row => row?.Version == stored.Mark.Stream.Version))
                return await FoldNowAsync(tenant, stored.Mark, details.Position, Parse(details.Identifiers), ct);
            known = Known(stored.Mark, details);
            memory.Put(tenant, customer, Known(stored.Mark, details), details.Views.Sum(row => row!.Value.Json.Length));
        }
        var now = time.GetUtcNow();
        return known!.Newest <= now ? Answer(known, now) : await FoldNowAsync(tenant, known.Mark, known.Position, known.Identifiers, ct);
    }

    /// <summary>Folds what has occurred by now, of the events up to the newest that is known.</summary>
    private async Task<CustomerContext> FoldNowAsync(
        string tenant, CustomerMark mark, long position, IReadOnlyList<Identifier> identifiers, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var fold = await history.FoldAsync(new HistoryQuery(tenant, mark.Customer, null, null, position, now, null, 0), ct);
        return Answer(new KnownCustomer(mark, mark.Stream.Version, position, identifiers, new Lazy<KnownViews>(Show(fold.Rows))), now);
    }

    /// <summary>
    /// Every position up to the customer's newest is final when that has been read, since positions rise with the versions of a stream: what is
    /// stored while the history is read, late or not, is left out by its position, and the answer is of one moment.
    /// </summary>
    private async Task<CustomerContext> PastAsync(
        string tenant, CustomerRef customer, long? maxPosition, DateTimeOffset asOf, DateTimeOffset? knownAt, CancellationToken ct)
    {
        // Who the customer was then: a join that became known later does not count.
        var stored = (maxPosition is null && knownAt is null
            ? await storage.ReadCustomerAsync(tenant, customer, [], null, ct)
            : await storage.ReadCustomerThenAsync(tenant, customer, maxPosition, knownAt, ct)) ?? throw Unknown(customer);
        var (mark, details) = (stored.Mark, stored.Details!);
        var fold = await history.FoldAsync(
            new HistoryQuery(tenant, mark.Customer, null, null, Math.Min(maxPosition ?? long.MaxValue, details.Position), asOf, knownAt, 0), ct);
        var known = new KnownCustomer(mark, fold.Events, fold.LastPosition, Parse(details.Identifiers), new Lazy<KnownViews>(Show(fold.Rows)));
        return Answer(known, asOf);
    }

    /// <summary>
    /// The rows as they are stored, read once somebody looks. What is remembered is not what the first answer looks at: where more customers are
    /// asked for than are remembered, most are never asked for again in time, and many small objects that live for a while are what a collection
    /// pauses for.
    /// </summary>
    private KnownCustomer Known(CustomerMark mark, CustomerDetails details)
    {
        var written = Array.ConvertAll(details.Views, row => row!.Value.Json);
        return new KnownCustomer(mark, mark.Stream.Version, details.Position, Parse(details.Identifiers), new Lazy<KnownViews>(() => Read(written)))
        {
            Newest = details.Newest, Unsettled = details.Unsettled,
        };
    }

    private KnownViews Read(byte[][] written)
    {
        var rows = new object[written.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = views.All[i].Read(written[i]);
        return Show(rows);
    }

    private KnownViews Show(object[] rows)
    {
        var byName = new Dictionary<string, object>(rows.Length);
        object? states = null;
        for (var i = 0; i < rows.Length; i++)
            if (views.All[i] == signals) states = rows[i];
            else byName.Add(names[i], rows[i]);
        return new KnownViews(byName, states);
    }

    private CustomerContext Answer(KnownCustomer known, DateTimeOffset asOf)
    {
        var (byName, states) = known.Views.Value;
        return new CustomerContext(
            known.Mark.Customer, known.Identifiers, known.Version, known.Position, asOf, byName, states is null ? [] : signals.ReadAll(states, asOf))
        {
            Seen = known.Position, Unsettled = known.Unsettled, Showing = showing,
        };
    }

    /// <summary>Waits until the store has reached a position; gives the one that it has reached.</summary>
    private async Task<long> WaitForAsync(long position, TimeSpan wait, CancellationToken ct)
    {
        if (wait < TimeSpan.Zero || wait > LongestWait)
            throw new BadParameterException("waitMs", $"waitMs is from 0 to {LongestWait.TotalMilliseconds}, found {wait.TotalMilliseconds}.");
        var until = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        Task? appended = null;
        while (true)
        {
            var reached = await storage.ReadHighestPositionAsync(ct);
            if (reached >= position) return reached;
            var left = time.GetElapsedTime(time.GetTimestamp(), until);
            if (left <= TimeSpan.Zero) throw new NotFreshException(position, reached);
            // Every wait began before the look above: what was appended since ends it.
            if (appended is not null) await appended;
            appended = storage.WaitForAppendAsync(left < PollEvery ? left : PollEvery, ct);
        }
    }

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);

    private static Identifier[] Parse(IReadOnlyList<string> written) =>
        [.. written.Select(text => Identifier.TryParse(text, out var identifier, out _) ? identifier : new Identifier("unknown", text))];
}
