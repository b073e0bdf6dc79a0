using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Reading;

/// <summary>
/// Folds the history of one customer, page by page, in the order things occurred, from the newest checkpoint of which all is part of the answer.
/// </summary>
/// <param name="storage">The database.</param>
/// <param name="views">The inline views.</param>
/// <param name="reader">Reads events.</param>
/// <param name="order">Sizes.</param>
/// <param name="missed">Told of customers of whom much had to be folded: they may lack checkpoints.</param>
internal sealed class HistoryFold(Database storage, InlineViews views, EventReader reader, OrderOptions order, Action<CustomerKey> missed)
{
    /// <param name="query">Which events; its page size counts for nothing.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<ViewsFold> FoldAsync(HistoryQuery query, CancellationToken ct)
    {
        var start = await storage.FindCheckpointAsync(query, ct);
        var fold = ViewsFold.From(views.All, query.Customer!, start, default);
        query = query with { After = start?.Place, Limit = order.Page };
        while (true)
        {
            var page = await storage.ReadHistoryAsync(query, ct);
            foreach (var stored in page) fold.Apply(reader.Read(stored));
            if (page.Count < query.Limit) break;
            query = query with { After = page[^1].Place };
        }
        if (fold.Events - (start?.Events ?? 0) > order.FoldAtOnce) missed(new CustomerKey(query.Tenant, query.Customer!));
        return fold;
    }
}
