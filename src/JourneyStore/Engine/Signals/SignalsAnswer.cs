namespace JourneyStore.Engine.Signals;

/// <summary>What the view <c>signals</c> shows of a customer.</summary>
/// <param name="Customer">Our id of the customer.</param>
/// <param name="AsOf">The moment for which it was asked.</param>
/// <param name="Signals">The signals as read then, by the inventory's order.</param>
public sealed record SignalsAnswer(string Customer, DateTimeOffset AsOf, IReadOnlyList<SignalValue> Signals);
