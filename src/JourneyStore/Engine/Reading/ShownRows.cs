using System.Text.Json;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Reading;

/// <summary>
/// Makes of rows as they are kept what an answer shows: as their read models want it (<see cref="IShown"/>), and, where rows are customers', without
/// what occurs only later.
/// </summary>
internal sealed class ShownRows(Database storage, ViewSet views, HistoryFold history, EventReader reader, TimeProvider time)
{
    private const int Page = 2_000;

    private readonly Dictionary<string, IProjection> shown = views.Documents.Where(view => view is IShown).ToDictionary(view => view.Name);
    private readonly Dictionary<string, int> inline = views.Inline.All.Select((view, place) => (view.Name, place)).ToDictionary();
    private readonly Dictionary<string, CustomerViewFold> following = views.Async.OfType<CustomerViewFold>().ToDictionary(fold => fold.Table.Name);

    /// <summary>The rows of an answer, all as of the same moment: now.</summary>
    public async Task<IReadOnlyList<ViewRow>> OfAsync(string tenant, string view, IReadOnlyList<ViewRow> rows, CancellationToken ct)
    {
        var asOf = Acceptance.ToMicroseconds(time.GetUtcNow());
        if (inline.ContainsKey(view) || following.ContainsKey(view)) rows = await ByNowAsync(tenant, views.Tables[view], rows, asOf, ct);
        if (!shown.TryGetValue(view, out var projection)) return rows;
        return [.. rows.Select(row => row with
        {
            Data = JsonSerializer.SerializeToUtf8Bytes(((IShown)projection).Show(Read(projection, row.Data.Span), asOf), ViewJson.Options),
        })];
    }

    /// <summary>
    /// A row has all that is stored in it. Of the few customers of whom something occurs only later, it is folded up to the moment, and takes its
    /// place among these rows by that; which rows these are is by rows as they are kept.
    /// </summary>
    private async Task<IReadOnlyList<ViewRow>> ByNowAsync(string tenant, ViewTable view, IReadOnlyList<ViewRow> rows, DateTimeOffset asOf,
        CancellationToken ct)
    {
        if (rows.Count == 0) return rows;
        var ahead = await storage.ReadAheadAsync(tenant, [.. rows.Select(row => row.Key)], asOf, ct);
        if (ahead.Count == 0) return rows;
        var skipped = view.Async ? await storage.ReadSkippedAsync(view, ct) : null;
        var byNow = rows.ToArray();
        for (var i = 0; i < byNow.Length; i++)
        {
            if (!ahead.Contains(byNow[i].Key)) continue;
            // The row of an async view is as of its own position, which may be behind what is stored.
            var query = new HistoryQuery(tenant, byNow[i].Key, null, null, skipped is null ? long.MaxValue : byNow[i].Revision, asOf, null, Page);
            byNow[i] = byNow[i] with
            {
                Data = skipped is null
                    ? (await history.FoldAsync(query, ct)).Write()[inline[view.Name]]
                    : await FoldAsync(following[view.Name].View, query, skipped, ct),
            };
        }
        return view.RankedBy is { } rank
            ? [.. byNow.OrderByDescending(row => RankOf(row, rank)).ThenBy(row => row.Key, StringComparer.Ordinal)]
            : byNow;
    }

    private async Task<byte[]> FoldAsync(ICustomerProjection view, HistoryQuery query, IReadOnlyDictionary<long, bool> skipped, CancellationToken ct)
    {
        var row = view.Start(query.Customer!);
        while (true)
        {
            var page = await storage.ReadHistoryAsync(query, ct);
            foreach (var stored in page.Where(stored => !skipped.ContainsKey(stored.Position))) row = view.Apply(row, reader.Read(stored));
            if (page.Count < query.Limit) return view.Write(row);
            query = query with { After = page[^1].Place };
        }
    }

    private static double RankOf(ViewRow row, string rank)
    {
        using var json = JsonDocument.Parse(row.Data);
        return json.RootElement.TryGetProperty(rank, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
    }

    private static object Read(IProjection projection, ReadOnlySpan<byte> json) => projection switch
    {
        ICustomerProjection customer => customer.Read(json),
        IAggregateProjection aggregate => aggregate.ReadRow(json),
        _ => throw new InvalidOperationException($"The rows of '{projection.Name}' are of no known kind."),
    };
}
