using JourneyStore.Engine.Log;

namespace JourneyStore.Engine.Intake;

/// <summary>What an operator has decided to take out of a customer; it goes alone through a committer.</summary>
/// <param name="Customer">Our id of the customer.</param>
/// <param name="Identifiers">The identifiers, in the form in which they are compared.</param>
/// <param name="Moved">The places of the events that go with them, in order.</param>
/// <param name="By">Who decided.</param>
/// <param name="Why">Why; null: not said.</param>
internal sealed record SplitOrder(string Customer, IReadOnlyList<string> Identifiers, IReadOnlyList<OccurrencePlace> Moved, string By, string? Why);
