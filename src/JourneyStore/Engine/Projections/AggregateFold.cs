using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// Folds an aggregate. In order, a group's state goes on and its deltas are added to the rows. When an event is late for its group, the
/// group's history is folded twice in one pass, without and with the new events: the rows lose what the first emitted and gain what the second did.
/// </summary>
internal sealed class AggregateFold(IAggregateProjection view, ViewTable table, EventReader reader) : AsyncFold(table)
{
    public IAggregateProjection View => view;

    public bool ByCase => view.Grouping == Grouping.Case;

    protected override async Task<ProjectionWrites> FoldAsync(
        IProjectionSession session, IReadOnlyList<StoredEvent> events, long from, long to, CancellationToken ct)
    {
        var deltas = new RowDeltas(view);
        var states = new List<ViewWrite>();
        var groups = Group(events, KeyOf);
        var keys = groups.ConvertAll(group => group.Group);
        var newest = await session.LoadNewestAsync(keys, ByCase, from, ct);
        var loaded = await session.LoadAsync(states: true, keys, ct);
        foreach (var (group, added) in groups)
        {
            var state = view.Start();
            if (!newest.TryGetValue(group, out var last)) state = Apply(state, added, group, deltas);
            else if (added[0].Place.CompareTo(last) > 0 && loaded.TryGetValue(group, out var json)) state = Apply(view.ReadState(json), added, group, deltas);
            else state = await FoldAgainAsync(session, group, from, to, deltas, ct);
            states.Add(new ViewWrite(group.Tenant, group.Key, view.WriteState(state), to));
        }
        return await RowsAsync(session, deltas, states, to, ct);
    }

    private object Apply(object state, List<StoredEvent> added, GroupKey group, RowDeltas deltas)
    {
        foreach (var stored in added) state = view.Apply(state, reader.Read(stored), (key, delta) => deltas.Add(group.Tenant, key, delta));
        return state;
    }

    private async Task<object> FoldAgainAsync(IProjectionSession session, GroupKey group, long from, long to, RowDeltas deltas, CancellationToken ct)
    {
        var (before, after) = (view.Start(), view.Start());
        var query = ByCase
            ? new HistoryQuery(group.Tenant, null, Guid.Parse(group.Key), null, to, null, null, Page)
            : new HistoryQuery(group.Tenant, group.Key, null, null, to, null, null, Page);
        await foreach (var stored in HistoryAsync(session, query, ct))
        {
            if (stored.Position <= from)
                before = view.Apply(before, reader.Read(stored), (key, delta) => deltas.Add(group.Tenant, key, view.Negate(delta)));
            after = view.Apply(after, reader.Read(stored), (key, delta) => deltas.Add(group.Tenant, key, delta));
        }
        return after;
    }

    private async Task<ProjectionWrites> RowsAsync(IProjectionSession session, RowDeltas deltas, List<ViewWrite> states, long to, CancellationToken ct)
    {
        var stored = await session.LoadAsync(states: false, deltas.Keys, ct);
        var (rows, gone) = (new List<ViewWrite>(), new List<GroupKey>());
        foreach (var (key, delta) in deltas.All)
        {
            var row = view.Add(stored.TryGetValue(key, out var json) ? view.ReadRow(json) : null, delta);
            if (view.IsEmpty(row)) gone.Add(key);
            else rows.Add(new ViewWrite(key.Tenant, key.Key, view.WriteRow(row), to));
        }
        return new ProjectionWrites(rows, gone, states);
    }

    /// <summary>The group an event belongs to; null: none.</summary>
    public string? KeyOf(StoredEvent stored)
    {
        if (!ByCase) return stored.Customer;
        var envelope = EventHeaders.Read(stored.Headers.Span, stored.Type, stored.OccurredAt, default);
        return EventKey.OfCase(stored.Tenant, envelope.Process, envelope.CaseId)?.ToString();
    }
}

/// <summary>What a batch adds to rows, summed up a row.</summary>
internal sealed class RowDeltas(IAggregateProjection view)
{
    private readonly Dictionary<GroupKey, object> sums = [];

    public IReadOnlyCollection<GroupKey> Keys => sums.Keys;

    public IEnumerable<KeyValuePair<GroupKey, object>> All => sums.OrderBy(pair => pair.Key.Tenant, StringComparer.Ordinal).ThenBy(pair => pair.Key.Key, StringComparer.Ordinal);

    public void Add(string tenant, string key, object delta)
    {
        var at = new GroupKey(tenant, key);
        sums[at] = view.Add(sums.GetValueOrDefault(at), delta);
    }
}
