using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections;

/// <summary>Folds an async view with one row a customer. A late event folds that customer's history, up to the batch's end, again.</summary>
internal sealed class CustomerViewFold(ICustomerProjection view, ViewTable table, EventReader reader) : AsyncFold(table)
{
    public ICustomerProjection View => view;

    protected override async Task<ProjectionWrites> FoldAsync(
        IProjectionSession session, IReadOnlyList<StoredEvent> events, long from, long to, CancellationToken ct)
    {
        var groups = Group(events, stored => stored.Customer);
        var keys = groups.ConvertAll(group => group.Group);
        var newest = await session.LoadNewestAsync(keys, cases: false, from, ct);
        var loaded = await session.LoadAsync(states: false, keys, ct);
        var rows = new List<ViewWrite>(groups.Count);
        foreach (var (group, added) in groups)
        {
            var seen = newest.TryGetValue(group, out var last);
            var inOrder = !seen || (added[0].Place.CompareTo(last) > 0 && loaded.ContainsKey(group));
            var row = inOrder && seen ? view.Read(loaded[group]) : view.Start(group.Key);
            if (inOrder)
                foreach (var stored in added) row = view.Apply(row, reader.Read(stored));
            else
                await foreach (var stored in HistoryAsync(session, new HistoryQuery(group.Tenant, group.Key, null, null, to, null, null, Page), ct))
                    row = view.Apply(row, reader.Read(stored));
            rows.Add(new ViewWrite(group.Tenant, group.Key, view.Write(row), to));
        }
        return new ProjectionWrites(rows, [], []);
    }
}
