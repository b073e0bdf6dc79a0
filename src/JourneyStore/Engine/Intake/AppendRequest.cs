using JourneyStore.Events;

namespace JourneyStore.Engine.Intake;

/// <summary>Events to append, one request of one producer.</summary>
/// <param name="Tenant">The tenant, <see cref="Tenants.Default"/> when there is only one.</param>
/// <param name="Events">In the order in which they get their places; at most <see cref="IntakeOptions.MaxEventsPerRequest"/>.</param>
/// <param name="ExpectedVersion">
/// Version that the stream of the events' one customer must have before the append (0: no stream yet); otherwise every event is
/// rejected with <c>version-conflict</c>. Null: any. With a value, all events must be of one customer.
/// </param>
public sealed record AppendRequest(string Tenant, IReadOnlyList<EventCandidate> Events, long? ExpectedVersion = null);

/// <summary>Names of tenants.</summary>
public static class Tenants
{
    /// <summary>The tenant of a store that has one; the name Marten uses.</summary>
    public const string Default = "*DEFAULT*";
}
