using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>Answers questions about one customer.</summary>
internal sealed class CustomerReader(IStorage storage, InlineViews views, SignalsProjection signals, EventReader reader, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly string[] names = [.. views.All.Select(view => view.Name)];
    private readonly HistoryFold history = new(storage, reader);

    public async Task<CustomerContext> ContextAsync(string tenant, CustomerRef customer, ContextQuery query, CancellationToken ct)
    {
        if (query.MinPosition is { } position) await WaitForAsync(position, query.Wait, ct);
        var stored = await storage.ReadCustomerAsync(tenant, customer, names, ct) ?? throw Unknown(customer);
        var now = time.GetUtcNow();
        if (query.AsOf is null && query.KnownAt is null) return Answer(stored, await RowsAsync(tenant, stored, ct), stored.Version, stored.Position, now);
        var past = await history.FoldAsync(
            new HistoryQuery(tenant, stored.Customer, null, null, null, query.AsOf, query.KnownAt, HistoryFold.Page), views.All, ct);
        return Answer(stored, past.Rows, past.Events, past.LastPosition, query.AsOf ?? query.KnownAt ?? now);
    }

    /// <summary>The customer as a decision saw it: the events up to a position, read for a moment.</summary>
    public async Task<CustomerContext> ReplayAsync(string tenant, string customer, long position, DateTimeOffset asOf, CancellationToken ct)
    {
        var reference = new CustomerRef(new Identifier(Identifier.OwnType, customer));
        var stored = await storage.ReadCustomerAsync(tenant, reference, [], ct) ?? throw Unknown(reference);
        var past = await history.FoldAsync(new HistoryQuery(tenant, customer, null, null, position, null, null, HistoryFold.Page), views.All, ct);
        return Answer(stored, past.Rows, past.Events, past.LastPosition, asOf);
    }

    public async Task<TimelinePage> TimelineAsync(string tenant, CustomerRef customer, TimelineQuery query, CancellationToken ct)
    {
        Limits.Check(query.Limit, nameof(query.Limit));
        var before = query.Before is null ? (OccurrencePlace?)null : TimelineCursor.Parse(query.Before);
        var id = await storage.ResolveAsync(tenant, customer, ct) ?? throw Unknown(customer);
        var page = await storage.ReadTimelineAsync(
            new StoredTimelineQuery(tenant, id, query.Limit + 1, before, query.From, query.To, query.Type, query.KnownAt, query.AsOf), ct);
        var entries = page.Take(query.Limit).Select(stored => reader.Read(stored)).ToArray();
        return new TimelinePage(id, entries, page.Count > query.Limit ? TimelineCursor.Write(page[query.Limit - 1].Place) : null);
    }

    public static NotFoundException Unknown(CustomerRef customer) => new("unknown-customer", $"No customer is known as '{customer}'.");

    private CustomerContext Answer(StoredCustomer stored, object[] rows, long version, long position, DateTimeOffset asOf)
    {
        var byName = new Dictionary<string, object>(rows.Length);
        IReadOnlyList<SignalValue> values = [];
        for (var i = 0; i < rows.Length; i++)
            if (views.All[i] == signals) values = signals.ReadAll(rows[i], asOf);
            else byName.Add(names[i], rows[i]);
        return new CustomerContext(stored.Customer, Parse(stored.Identifiers), version, position, asOf, byName, values);
    }

    /// <summary>The stored rows; one that is absent or older than the stream (a view that was just added) is folded for this answer.</summary>
    private async Task<object[]> RowsAsync(string tenant, StoredCustomer stored, CancellationToken ct)
    {
        var rows = new object[views.All.Count];
        object[]? folded = null;
        for (var i = 0; i < rows.Length; i++)
        {
            if (stored.Views[i] is { } row && row.Version == stored.Version)
            {
                rows[i] = views.All[i].Read(row.Json);
                continue;
            }
            folded ??= (await history.FoldAsync(
                new HistoryQuery(tenant, stored.Customer, null, null, stored.Position, null, null, HistoryFold.Page), views.All, ct)).Rows;
            rows[i] = folded[i];
        }
        return rows;
    }

    private async Task WaitForAsync(long position, TimeSpan wait, CancellationToken ct)
    {
        if (wait < TimeSpan.Zero || wait > LongestWait)
            throw new BadParameterException("waitMs", $"waitMs is from 0 to {LongestWait.TotalMilliseconds}, found {wait.TotalMilliseconds}.");
        var until = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        while (true)
        {
            var reached = await storage.ReadHighestPositionAsync(ct);
            if (reached >= position) return;
            var left = time.GetElapsedTime(time.GetTimestamp(), until);
            if (left <= TimeSpan.Zero) throw new NotFreshException(position, reached);
            await storage.WaitForAppendAsync(left < PollEvery ? left : PollEvery, ct);
        }
    }

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);

    private static Identifier[] Parse(IReadOnlyList<string> written) =>
        [.. written.Select(text => Identifier.TryParse(text, out var identifier, out _) ? identifier : new Identifier("unknown", text))];
}
