namespace JourneyStore.Engine.Identity;

/// <summary>What taking identifiers out of a customer does, or would do.</summary>
/// <param name="Customer">Our id of the customer who keeps the rest.</param>
/// <param name="Taken">Our id of the customer who has them from then on; null: nothing is changed.</param>
/// <param name="DryRun">True: nothing is changed.</param>
/// <param name="Position">Position of <c>customer.split</c>; null: nothing is changed.</param>
/// <param name="Events">How many events go with them.</param>
/// <param name="Identifiers">The identifiers, written <c>type:value</c>.</param>
/// <param name="Signals">Every signal as it is, and as each of them has it then.</param>
/// <param name="Views">Inline views in which the row of the customer who keeps the rest comes out differently, by name.</param>
/// <param name="Decisions">Decisions about the customer, newest first, at most 100: they were taken about two who were thought to be one.</param>
public sealed record SplitReport(
    string Customer, string? Taken, bool DryRun, long? Position, long Events, IReadOnlyList<string> Identifiers, IReadOnlyList<SplitSignal> Signals,
    IReadOnlyList<string> Views, IReadOnlyList<string> Decisions);

/// <summary>A signal before and after a customer is two.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Before">The value as it is.</param>
/// <param name="BeforeLabel">Its label.</param>
/// <param name="Customer">The value of the customer who keeps the rest.</param>
/// <param name="CustomerLabel">Its label.</param>
/// <param name="Taken">The value of the other.</param>
/// <param name="TakenLabel">Its label.</param>
public sealed record SplitSignal(
    string Name, double Before, string BeforeLabel, double Customer, string CustomerLabel, double Taken, string TakenLabel);
