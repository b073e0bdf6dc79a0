using JourneyStore.Engine.Persons;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>What an erasure is asked to do.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Streams">The streams of which the customer consists.</param>
/// <param name="Id">Id of a new erasure.</param>
/// <param name="By">Who decides.</param>
/// <param name="Why">Why.</param>
/// <param name="Now">The moment.</param>
internal sealed record ErasureOrder(CustomerKey Customer, IReadOnlyList<string> Streams, string Id, string By, string Why, DateTimeOffset Now);

/// <summary>An erasure that is under way.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Receipt">Its receipt, so far.</param>
/// <param name="Names">Identifiers that the person had.</param>
/// <param name="HeldTo">What was held when it began: up to this number.</param>
internal sealed record Erasing(CustomerKey Customer, ErasureReceipt Receipt, IReadOnlyList<string> Names, long HeldTo);
