using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;

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

    /// <summary>
    /// Takes identifiers, and all events that came with them alone, out of a customer: they are another customer's from then on, and both are
    /// what they would
    /// have been. Joining the two again takes it back.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="identifiers">The identifiers; at least one of the customer's stays.</param>
    /// <param name="by">Who says so; recorded.</param>
    /// <param name="why">Why; recorded; null: not said.</param>
    /// <param name="dryRun">True: nothing is changed, and the answer says what would be.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="NotFoundException">The customer is not known.</exception>
    /// <exception cref="StoreException">
    /// Codes <c>not-theirs</c>: an identifier is not the customer's; <c>nothing-left</c>: the customer has no other; <c>busy</c>: the customer
    /// got events
    /// whenever it was tried.
    /// </exception>
    public Task<SplitReport> SplitAsync(
        string tenant, CustomerRef customer, IReadOnlyList<Identifier> identifiers, string by, string? why, bool dryRun, CancellationToken ct) =>
        Knowing(() => split.RunAsync(tenant, customer, identifiers, by, why, dryRun, ct));
}
