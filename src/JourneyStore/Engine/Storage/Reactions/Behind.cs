namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>A customer whose events a reaction's subscription passes over, because one of them is still to be told.</summary>
/// <param name="Reaction">The reaction.</param>
/// <param name="Customer">The customer.</param>
/// <param name="From">Version of the first event in the customer's stream that is to be told.</param>
/// <param name="UpTo">Version of the last event that was passed over.</param>
/// <param name="Tries">How often the first has been tried.</param>
internal sealed record Behind(string Reaction, CustomerKey Customer, long From, long UpTo, int Tries);

/// <summary>A customer to be left behind, or who is and has more to be told.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="From">Version of the first event that is to be told, unless an earlier one is written down already.</param>
/// <param name="UpTo">Version of the last.</param>
/// <param name="Tries">How often the first has been tried.</param>
/// <param name="DueAt">When it is to be tried again.</param>
/// <param name="Reason">Why it failed; null: it has not.</param>
internal readonly record struct NewBehind(CustomerKey Customer, long From, long UpTo, int Tries, DateTimeOffset DueAt, string? Reason);
