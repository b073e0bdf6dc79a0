using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>Reads of one snapshot that several sessions need.</summary>
internal static class Histories
{
    /// <summary>A page of the history of a customer or of a case.</summary>
    public static IReadOnlyList<StoredEvent> Read(Contents contents, HistoryQuery query)
    {
        var events = query.Customer is not null
            ? contents.Streams.TryGetValue(new CustomerKey(query.Tenant, query.Customer), out var stream) ? stream.ByOccurrence : EventSets.ByOccurrence
            : contents.Cases.GetValueOrDefault(new TenantKey(query.Tenant, query.Case!.Value)) ?? EventSets.ByOccurrence;
        return
        [
            .. events.After(query.After)
                .TakeWhile(e => query.OccurredUpTo is not { } upTo || e.OccurredAt <= upTo)
                .Where(e => (query.MaxPosition is not { } most || e.Position <= most) && (query.RecordedUpTo is not { } recorded || e.RecordedAt <= recorded))
                .Take(query.Limit),
        ];
    }

    /// <summary>A row in use of an inline view; null: none, or one of another making.</summary>
    public static LoadedView? RowOf(Contents contents, ViewTable view, GroupKey key) =>
        contents.Views[(view.Name, Generation.Living)].Rows.TryGetValue(key, out var row) && row.Mark == view.Version
            ? new LoadedView(row.Version, row.Json)
            : null;

    /// <summary>Customers whose row of the next generation is absent or of an older stream version.</summary>
    public static IReadOnlyList<CustomerKey> Stale(Contents contents, ViewTable view, int limit)
    {
        var rows = contents.Views[(view.Name, Generation.Next)].Rows;
        return
        [
            .. contents.Streams
                .Where(s => !rows.TryGetValue(new GroupKey(s.Key.Tenant, s.Key.Customer), out var row) || row.Version != s.Value.Version)
                .Select(s => s.Key).Take(limit),
        ];
    }
}
