using System.Runtime.CompilerServices;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Identity;

/// <summary>A customer's whole history, page by page.</summary>
internal static class HistoryPages
{
    private const int Page = 500;

    /// <param name="storage">The database.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="asOf">Only what had occurred by then; null: everything.</param>
    /// <param name="ct">Ends it.</param>
    public static async IAsyncEnumerable<StoredEvent> ReadAllAsync(
        this Database storage, string tenant, string customer, DateTimeOffset? asOf, [EnumeratorCancellation] CancellationToken ct)
    {
        var query = new HistoryQuery(tenant, customer, null, null, null, asOf, null, Page);
        while (true)
        {
            var page = await storage.ReadHistoryAsync(query, ct);
            foreach (var stored in page) yield return stored;
            if (page.Count < query.Limit) yield break;
            query = query with { After = page[^1].Place };
        }
    }
}
