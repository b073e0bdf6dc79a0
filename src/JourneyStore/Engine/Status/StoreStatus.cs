using JourneyStore.Engine.Projections.Parking;

namespace JourneyStore.Engine.Status;

/// <summary>Where the store stands: numbers of events, customers, rows, held, parked and unsettled are of the tenant that was asked for, or of
/// all.</summary>
/// <param name="Position">Highest position that readers may pass.</param>
/// <param name="Events">Number of events, as the planner estimates above 100,000.</param>
/// <param name="Customers">Number of customers, likewise.</param>
/// <param name="Held">Events not yet bound to a customer.</param>
/// <param name="WaitingEvents">Events in the intake queue of this process.</param>
/// <param name="Projections">Progress of every async projection.</param>
/// <param name="DatabaseBytes">Size of the database in bytes.</param>
/// <param name="DatabaseVersion">What the database says it is.</param>
/// <param name="Parked">The newest of the customers and cases that projections have parked, with the reasons.</param>
/// <param name="Reactions">What every reaction has before it; also one that is not there any more, as long as it has deliveries.</param>
public sealed record StoreStatus(
    long Position,
    long Events,
    long Customers,
    long Held,
    int WaitingEvents,
    IReadOnlyList<ProjectionStatus> Projections,
    long DatabaseBytes,
    string DatabaseVersion,
    IReadOnlyList<ParkedEntry> Parked,
    IReadOnlyList<ReactionStatus> Reactions)
{
    /// <summary>
    /// Customers who have events that came so late that they are still to be folded into their inline views; counted up to 100,000.
    /// </summary>
    public long Unsettled { get; init; }

    /// <summary>Identifiers that events named although they belong to another customer.</summary>
    public long Conflicts { get; init; }

    /// <summary>
    /// Rows that stand beside those in use: shadows that wait to be promoted or discarded, and rebuilds that are at work or were broken off.
    /// </summary>
    public IReadOnlyList<ShadowStatus> Shadows { get; init; } = [];
}

/// <summary>Rows that stand beside those in use.</summary>
/// <param name="View">The view.</param>
/// <param name="Version">The version of the fold that makes them.</param>
public sealed record ShadowStatus(string View, string Version);

/// <summary>Where a projection stands.</summary>
/// <param name="Name">The projection.</param>
/// <param name="Version">The version of its fold.</param>
/// <param name="Freshness"><c>inline</c> or <c>async</c>.</param>
/// <param name="Position">Up to where it is current; for an inline one, the store's position.</param>
/// <param name="LagEvents">How many positions it is behind.</param>
/// <param name="Rows">Rows it has, as the planner estimates above 100,000.</param>
/// <param name="State"><c>current</c>, <c>catching-up</c>, <c>stopped</c>, <c>needs-rebuild</c>.</param>
/// <param name="Problem">Why it stopped; null: it has not.</param>
/// <param name="Parked">Customers or cases that wait because an event of theirs cannot be folded; all others are not held up.</param>
public sealed record ProjectionStatus(
    string Name, string Version, string Freshness, long Position, long LagEvents, long Rows, string State, string? Problem, long Parked);

/// <summary>What a reaction has before it.</summary>
/// <param name="Name">The reaction.</param>
/// <param name="Active">True when the process that answers takes part in it.</param>
/// <param name="Waiting">Deliveries that are due, under way, or wait for their next try; counted up to 100,000.</param>
/// <param name="Dead">Deliveries that failed for good and wait for somebody to want another try.</param>
/// <param name="Reason">Why the newest of those that have failed did; null: none of those that are kept has.</param>
public sealed record ReactionStatus(string Name, bool Active, long Waiting, long Dead, string? Reason);
