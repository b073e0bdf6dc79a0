using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;

namespace JourneyStore.Http.Answers;

/// <summary>A customer's signals at one moment.</summary>
internal sealed record SignalsAnswer(string Customer, SignalAnswer[] Signals, long Position, DateTime AsOf)
{
    public static SignalsAnswer Of(CustomerContext context) =>
        new(context.Customer, SignalAnswer.Of(context.Signals), context.Position, context.AsOf.UtcDateTime);
}

/// <summary>One signal and what it is made of.</summary>
internal sealed record SignalAnswer(string Name, double Value, string Label, DateTime? Since, ContributionAnswer[] Contributions, DateTime AsOf)
{
    public static SignalAnswer[] Of(IReadOnlyList<SignalValue> signals)
    {
        var answers = new SignalAnswer[signals.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var signal = signals[i];
            var contributions = new ContributionAnswer[signal.Contributions.Count];
            for (var c = 0; c < contributions.Length; c++) contributions[c] = ContributionAnswer.Of(signal.Contributions[c]);
            answers[i] = new SignalAnswer(
                signal.Name, signal.Value, signal.Label, signal.Since?.UtcDateTime, contributions, signal.AsOf.UtcDateTime);
        }
        return answers;
    }
}

/// <summary>What one event adds to a signal.</summary>
internal readonly record struct ContributionAnswer(string? EventId, long? Position, DateTime OccurredAt, double Points, string What)
{
    public static ContributionAnswer Of(Contribution contribution) =>
        new(contribution.EventId, contribution.Position, contribution.OccurredAt.UtcDateTime, contribution.Points, contribution.What);
}
