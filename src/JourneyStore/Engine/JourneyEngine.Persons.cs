using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine;

// All that is held about one person: told, and erased.
public sealed partial class JourneyEngine
{
    /// <summary>All that is held about a person, ready to be written; dispose of it, it holds one moment of the database open.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NotFoundException">No such customer.</exception>
    public async Task<PersonExport> OpenExportAsync(string tenant, CustomerRef customer, CancellationToken ct)
    {
        var context = await customers.ContextAsync(tenant, customer, new ContextQuery(), ct);
        var session = await storage.OpenExportAsync(ct);
        return new PersonExport(session, new CustomerKey(tenant, context.Customer), [.. views.Tables.Values], context.Signals, Time.GetUtcNow());
    }
}
