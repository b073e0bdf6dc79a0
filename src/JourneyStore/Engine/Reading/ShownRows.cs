using System.Text.Json;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Reading;

/// <summary>
/// Makes of rows as they are kept what an answer shows: as their read models want it (<see cref="IShown"/>), and, of inline views, without what
/// occurs only later.
/// </summary>
internal sealed class ShownRows(Database storage, ViewSet views, HistoryFold history, TimeProvider time)
{
    private readonly Dictionary<string, IProjection> shown = views.Documents.Where(view => view is IShown).ToDictionary(view => view.Name);
    private readonly Dictionary<string, int> inline = views.Inline.All.Select((view, place) => (view.Name, place)).ToDictionary();

    /// <summary>The rows of an answer, all as of the same moment: now.</summary>
    public async Task<IReadOnlyList<ViewRow>> OfAsync(string tenant, string view, IReadOnlyList<ViewRow> rows, CancellationToken ct)
    {
        var asOf = Acceptance.ToMicroseconds(time.GetUtcNow());
        if (inline.TryGetValue(view, out var place)) rows = await ByNowAsync(tenant, place, rows, asOf, ct);
        if (!shown.TryGetValue(view, out var projection)) return rows;
        return [.. rows.Select(row => row with
        {
            Data = JsonSerializer.SerializeToUtf8Bytes(((IShown)projection).Show(Read(projection, row.Data.Span), asOf), ViewJson.Options),
        })];
    }

    /// <summary>A row has all that is stored in it. Of the few customers of whom something occurs only later, it is folded up to the
    /// moment.</summary>
    private async Task<IReadOnlyList<ViewRow>> ByNowAsync(string tenant, int place, IReadOnlyList<ViewRow> rows, DateTimeOffset asOf,
        CancellationToken ct)
    {
        if (rows.Count == 0) return rows;
        var ahead = await storage.ReadAheadAsync(tenant, [.. rows.Select(row => row.Key)], asOf, ct);
        if (ahead.Count == 0) return rows;
        var byNow = rows.ToArray();
        for (var i = 0; i < byNow.Length; i++)
        {
            if (!ahead.Contains(byNow[i].Key)) continue;
            var fold = await history.FoldAsync(new HistoryQuery(tenant, byNow[i].Key, null, null, long.MaxValue, asOf, null, 0), ct);
            byNow[i] = byNow[i] with { Data = fold.Write()[place] };
        }
        return byNow;
    }

    private static object Read(IProjection projection, ReadOnlySpan<byte> json) => projection switch
    {
        ICustomerProjection customer => customer.Read(json),
        IAggregateProjection aggregate => aggregate.ReadRow(json),
        _ => throw new InvalidOperationException($"The rows of '{projection.Name}' are of no known kind."),
    };
}
