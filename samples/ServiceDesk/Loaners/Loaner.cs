namespace ServiceDesk.Loaners;

/// <summary>A device that a customer was promised for the time being: an ordinary Marten document of the application.</summary>
/// <param name="Id">The key of the event that it answers, so that the same event twice is one loaner.</param>
/// <param name="Customer">The store's id of the customer.</param>
/// <param name="InsteadOf">The device that failed.</param>
/// <param name="Because">The reasons of the decision.</param>
/// <param name="PromisedAt">When it was decided.</param>
public sealed record Loaner(Guid Id, string Customer, string InsteadOf, IReadOnlyList<string> Because, DateTimeOffset PromisedAt);
