using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>Answers questions about one customer.</summary>
internal sealed class CustomerReader(Database storage, InlineViews views, SignalsProjection signals, EventReader reader, ReaderMemory memory, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly string[] names = [.. views.All.Select(view => view.Name)];
    private readonly HistoryFold history = new(storage, reader);

    public async Task<CustomerContext> ContextAsync(string tenant, CustomerRef customer, ContextQuery query, CancellationToken ct)
    {
        if (query.MinPosition is { } position) await WaitForAsync(position, query.Wait, ct);
        return (query.AsOf ?? query.KnownAt) is { } then
            ? await PastAsync(tenant, customer, id => new HistoryQuery(tenant, id, null, null, null, query.AsOf, query.KnownAt, HistoryFold.Page), then, ct)
            : Answer(await NowAsync(tenant, customer, ct), time.GetUtcNow());
    }

    /// <summary>The customer as a decision saw it: the events up to a position, read for a moment.</summary>
    public Task<CustomerContext> ReplayAsync(string tenant, string customer, long position, DateTimeOffset asOf, CancellationToken ct) => PastAsync(
        tenant, new CustomerRef(new Identifier(Identifier.OwnType, customer)), id => new HistoryQuery(tenant, id, null, null, position, null, null, HistoryFold.Page), asOf, ct);

    public async Task<TimelinePage> TimelineAsync(string tenant, CustomerRef customer, TimelineQuery query, CancellationToken ct)
    {
        Limits.Check(query.Limit, nameof(query.Limit));
        var before = query.Before is null ? (OccurrencePlace?)null : TimelineCursor.Parse(query.Before);
        var id = await storage.ResolveAsync(tenant, customer, ct) ?? throw Unknown(customer);
        var page = await storage.ReadTimelineAsync(
            new StoredTimelineQuery(tenant, id, query.Limit + 1, before, query.From, query.To, query.Type is { } type ? reader.StoredTypesOf(type) : null, query.KnownAt, query.AsOf), ct);
        var entries = page.Take(query.Limit).Select(stored => reader.Read(stored)).ToArray();
        return new TimelinePage(id, entries, page.Count > query.Limit ? TimelineCursor.Write(page[query.Limit - 1].Place) : null);
    }

    /// <summary>
    /// A customer as remembered, which may be true no longer: whoever goes by it has the commit of what follows from it prove that the mark held. Null: nothing
    /// is remembered.
    /// </summary>
    public (CustomerContext Context, CustomerMark Mark)? Recall(string tenant, CustomerRef customer) =>
        memory.Find(tenant, customer) is { } known ? (Answer(known, time.GetUtcNow()), known.Mark) : null;

    /// <summary>Lets what is remembered go on with what this process has committed.</summary>
    public void Follow(CommittedFolds commit) => memory.Follow(commit, Read);

    public static NotFoundException Unknown(CustomerRef customer) => new("unknown-customer", $"No customer is known as '{customer}'.");

    private async Task<KnownCustomer> NowAsync(string tenant, CustomerRef customer, CancellationToken ct)
    {
        var known = memory.Find(tenant, customer);
        var stored = await storage.ReadCustomerAsync(tenant, customer, names, known?.Mark, ct) ?? throw Unknown(customer);
        if (stored.Details is not { } details) return known!;
        var rows = new object[views.All.Count];
        object[]? folded = null;
        for (var i = 0; i < rows.Length; i++)
        {
            if (details.Views[i] is { } row && row.Version == stored.Mark.Stream.Version)
            {
                rows[i] = views.All[i].Read(row.Json);
                continue;
            }
            // Absent, or older than the stream (a view that was just added): folded for this answer.
            folded ??= (await history.FoldAsync(
                new HistoryQuery(tenant, stored.Mark.Customer, null, null, details.Position, null, null, HistoryFold.Page), views.All, ct)).Rows;
            rows[i] = folded[i];
        }
        var now = Known(stored.Mark, details, rows, stored.Mark.Stream.Version, details.Position);
        if (folded is null) Remember(tenant, customer, now, details);
        return now;
    }

    /// <summary>
    /// Holds the rows as they are stored, and what is read from them once somebody asks again: where more customers are asked for than are remembered, most are
    /// never asked for again in time, and many small objects that live for a while are what a collection pauses for.
    /// </summary>
    private void Remember(string tenant, CustomerRef customer, KnownCustomer known, CustomerDetails details)
    {
        var written = details.Views.Select(row => row!.Value.Json).ToArray();
        memory.Put(tenant, customer, known with { Views = new Lazy<KnownViews>(() => Read(written)) }, written.Sum(row => row.Length));
    }

    private async Task<CustomerContext> PastAsync(string tenant, CustomerRef customer, Func<string, HistoryQuery> query, DateTimeOffset asOf, CancellationToken ct)
    {
        var stored = await storage.ReadCustomerAsync(tenant, customer, [], null, ct) ?? throw Unknown(customer);
        var past = await history.FoldAsync(query(stored.Mark.Customer), views.All, ct);
        return Answer(Known(stored.Mark, stored.Details!, past.Rows, past.Events, past.LastPosition), asOf);
    }

    private KnownCustomer Known(CustomerMark mark, CustomerDetails details, object[] rows, long version, long position) =>
        new(mark, version, position, Parse(details.Identifiers), new Lazy<KnownViews>(Show(rows)));

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
            known.Mark.Customer, known.Identifiers, known.Version, known.Position, asOf, byName, states is null ? [] : signals.ReadAll(states, asOf));
    }

    private async Task WaitForAsync(long position, TimeSpan wait, CancellationToken ct)
    {
        if (wait < TimeSpan.Zero || wait > LongestWait)
            throw new BadParameterException("waitMs", $"waitMs is from 0 to {LongestWait.TotalMilliseconds}, found {wait.TotalMilliseconds}.");
        var until = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        Task? appended = null;
        while (true)
        {
            var reached = await storage.ReadHighestPositionAsync(ct);
            if (reached >= position) return;
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
