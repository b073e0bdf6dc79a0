using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Reading;

/// <summary>Folds the history of one customer from its beginning, page by page, in the order things occurred.</summary>
internal sealed class HistoryFold(Database storage, EventReader reader)
{
    public const int Page = 2_000;

    public async Task<FoldedHistory> FoldAsync(HistoryQuery query, IReadOnlyList<ICustomerProjection> views, CancellationToken ct)
    {
        var rows = new object[views.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = views[i].Start(query.Customer!);
        var (events, position) = (0L, 0L);
        while (true)
        {
            var page = await storage.ReadHistoryAsync(query, ct);
            foreach (var stored in page)
            {
                var @event = reader.Read(stored);
                for (var i = 0; i < rows.Length; i++) rows[i] = views[i].Apply(rows[i], @event);
                (events, position) = (events + 1, Math.Max(position, stored.Position));
            }
            if (page.Count < query.Limit) return new FoldedHistory(rows, events, position);
            query = query with { After = page[^1].Place };
        }
    }
}

/// <summary>What a fold gave.</summary>
/// <param name="Rows">Rows in the order of the views.</param>
/// <param name="Events">Events folded.</param>
/// <param name="LastPosition">Highest position among them; 0: none.</param>
internal sealed record FoldedHistory(object[] Rows, long Events, long LastPosition);
