using System.Text;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Harness;

/// <summary>What views must say, in the most obvious way: sort the events by when they occurred, and fold them one after the other.</summary>
public static class Model
{
    /// <summary>All read models with one row a customer.</summary>
    public static IReadOnlyList<ICustomerProjection> CustomerViews { get; } =
        [.. StoreHarness.Rooms.CustomerViews, new SignalsProjection(StoreHarness.Rooms.Signals)];

    /// <summary>The row of a customer.</summary>
    public static string Row(ICustomerProjection view, IEnumerable<JourneyEvent> events)
    {
        var ordered = InOrder(events);
        return Text(view.Write(ordered.Aggregate(view.Start(ordered[0].Customer), view.Apply)));
    }

    /// <summary>A stored row in the same form.</summary>
    public static string Stored(ICustomerProjection view, ReadOnlyMemory<byte> json) => Text(view.Write(view.Read(json.Span)));

    /// <summary>The rows of a read model across customers.</summary>
    public static SortedDictionary<string, string> Rows(IAggregateProjection view, IEnumerable<JourneyEvent> events)
    {
        var sums = new Dictionary<string, object>();
        var groups = view.Grouping == Grouping.Customer
            ? events.GroupBy(e => e.Customer)
            : events.Where(e => e.Process is not null && e.CaseId is not null).GroupBy(e => $"{e.Process}\n{e.CaseId}");
        foreach (var group in groups)
            InOrder(group).Aggregate(view.Start(), (state, e) =>
                view.Apply(state, e, (key, delta) => sums[key] = view.Add(sums.GetValueOrDefault(key), delta)));
        var rows = sums.Where(row => !view.IsEmpty(row.Value)).ToDictionary(row => row.Key, row => Text(view.WriteRow(row.Value)));
        return new SortedDictionary<string, string>(rows, StringComparer.Ordinal);
    }

    /// <summary>A stored row in the same form.</summary>
    public static string Stored(IAggregateProjection view, ReadOnlyMemory<byte> json) => Text(view.WriteRow(view.ReadRow(json.Span)));

    private static List<JourneyEvent> InOrder(IEnumerable<JourneyEvent> events) => [.. events.OrderBy(e => e.OccurredAt).ThenBy(e => e.Position)];

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
