using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine;

// All that is held about one person: told, and erased.
public sealed partial class JourneyEngine
{
    private readonly Eraser eraser;
    private readonly ErasureFollower erasures;

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

    /// <summary>
    /// Makes a person's data unreadable everywhere in the store; the events stay, as what happened to somebody who has no name. What is broken off
    /// is gone
    /// on with by a process that runs projections, or by the same call. Who was erased and of whom nothing has come since is not erased again.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="by">Who decides; 1 to 500 characters. Kept.</param>
    /// <param name="why">Why; 1 to 500 characters. Kept, so it names nobody.</param>
    /// <param name="dryRun">True: nothing is changed, and the counts say what would be.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NotFoundException">No such customer.</exception>
    /// <exception cref="BadParameterException">Nobody decides, or without a reason.</exception>
    /// <exception cref="StoreException">Code <c>rebuild-beside</c>: a view is being rebuilt, or has a shadow.</exception>
    public Task<ErasureOutcome> EraseAsync(string tenant, CustomerRef customer, string by, string why, bool dryRun, CancellationToken ct) =>
        dryRun ? eraser.EraseAsync(tenant, customer, by, why, dryRun, ct) : Knowing(() => eraser.EraseAsync(tenant, customer, by, why, dryRun, ct));

    /// <summary>A page of the receipts of erasures, oldest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">Most entries; 1 to 1,000.</param>
    /// <param name="after">Number to go on after; null: from the first.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="BadParameterException">A limit out of range.</exception>
    public Task<ErasurePage> ErasuresAsync(string tenant, int limit, long? after, CancellationToken ct) => eraser.PageAsync(tenant, limit, after, ct);

    private void Forget(CustomerKey customer)
    {
        memory.Forget(customer);
        customers.Forget(customer);
    }
}
