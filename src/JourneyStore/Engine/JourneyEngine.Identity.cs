using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Engine;

// Who is who.
public sealed partial class JourneyEngine
{
    /// <summary>
    /// Joins two customers who are one, whatever the rules of their identifiers say: the one whose first event was stored first goes on, with
    /// everything that
    /// happened to either. Their streams stay as they are; old ids and identifiers lead to who goes on.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="one">One of them.</param>
    /// <param name="other">The other.</param>
    /// <param name="by">Who says so; recorded.</param>
    /// <param name="why">Why; recorded; null: not said.</param>
    /// <param name="dryRun">True: nothing is changed, and the answer says what would be.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="NotFoundException">One of them is not known.</exception>
    /// <exception cref="StoreException">Code <c>one-customer</c>: they are one already.</exception>
    public Task<MergeReport> MergeAsync(
        string tenant, CustomerRef one, CustomerRef other, string by, string? why, bool dryRun, CancellationToken ct) =>
        Knowing(() => merge.RunAsync(tenant, one, other, by, why, dryRun, ct));
}
