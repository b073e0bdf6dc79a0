namespace JourneyStore.Engine.Identity;

/// <summary>What joining two customers does, or would do.</summary>
/// <param name="Customer">Our id of the customer who goes on.</param>
/// <param name="Joined">Our id of the one who is no more.</param>
/// <param name="DryRun">True: nothing is changed.</param>
/// <param name="Position">Position of the <c>identity.linked</c> that says so; null: nothing is changed.</param>
/// <param name="Events">How many events are the customer's from then on that were the other's.</param>
/// <param name="Identifiers">Identifiers that led to the other, written <c>type:value</c>.</param>
/// <param name="Signals">Every signal as each of them has it, and as the customer has it then.</param>
/// <param name="Views">Inline views in which the customer's row comes out differently, by name.</param>
/// <param name="Decisions">Decisions about either of them, newest first, at most 100: they were taken about one who was half a customer.</param>
public sealed record MergeReport(
    string Customer, string Joined, bool DryRun, long? Position, long Events, IReadOnlyList<string> Identifiers, IReadOnlyList<SignalChange> Signals,
    IReadOnlyList<string> Views, IReadOnlyList<string> Decisions);

/// <summary>A signal before and after two customers are one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Customer">The value of the customer who goes on.</param>
/// <param name="CustomerLabel">Its label.</param>
/// <param name="Joined">The other's value.</param>
/// <param name="JoinedLabel">Its label.</param>
/// <param name="Together">The value of both as one.</param>
/// <param name="TogetherLabel">Its label.</param>
public sealed record SignalChange(
    string Name, double Customer, string CustomerLabel, double Joined, string JoinedLabel, double Together, string TogetherLabel);
