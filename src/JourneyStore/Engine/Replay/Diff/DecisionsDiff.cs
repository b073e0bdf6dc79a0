namespace JourneyStore.Engine.Replay.Diff;

/// <summary>Which decisions would change if rows were replaced by others: every policy asked on both sides, as of now and with no facts
/// told.</summary>
/// <param name="Asked">Customers about whom the policies were asked: all whose rows change, or a sample of at most <see cref="DecisionComparison.MostCustomers"/>.</param>
/// <param name="Changed">Those of them for whom at least one decision would change.</param>
/// <param name="Samples">The first decisions that change; at most <see cref="DiffSummary.MostSamples"/>.</param>
public sealed record DecisionsDiff(long Asked, long Changed, IReadOnlyList<DecisionChange> Samples);

/// <summary>A decision that would change.</summary>
/// <param name="Customer">Our id of the customer.</param>
/// <param name="Policy">The policy.</param>
/// <param name="From">What it decides on the old row.</param>
/// <param name="To">What it decides on the new row.</param>
/// <param name="Because">The weightiest reason for the new decision.</param>
public sealed record DecisionChange(string Customer, string Policy, string From, string To, string Because);
