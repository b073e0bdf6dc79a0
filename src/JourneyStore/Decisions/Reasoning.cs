using System.Globalization;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Signals;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Promises;
using JourneyStore.Views;

namespace JourneyStore.Decisions;

/// <summary>
/// Collects the sentences of a verdict and the events that they rest on, the weightiest sentence first. For policies, also of an application's own
/// assembly. One
/// instance a decision; not for concurrent use.
/// </summary>
public sealed class Reasoning
{
    /// <summary>Most events named for one sentence; the heaviest are.</summary>
    public const int MostEvidencePerReason = 5;

    private readonly List<string> reasons = [];
    private readonly List<Evidence> evidence = [];

    /// <summary>True while nothing has been said.</summary>
    public bool IsEmpty => reasons.Count == 0;

    /// <summary>Says a sentence that rests on no event.</summary>
    /// <param name="sentence">A whole sentence with its full stop; values in it are written as in English, whatever the machine's culture.</param>
    public void Because(FormattableString sentence) => reasons.Add(sentence.ToString(CultureInfo.InvariantCulture));

    /// <summary>Says a sentence that rests on what makes up a signal.</summary>
    public void Because(FormattableString sentence, SignalValue signal)
    {
        Because(sentence);
        foreach (var part in signal.Contributions.Take(MostEvidencePerReason))
            if (part is { EventId: { } id, Position: { } position }) Rest(position, id);
    }

    /// <summary>Says a sentence that rests on the newest event of a case.</summary>
    public void Because(FormattableString sentence, OpenCase @case)
    {
        Because(sentence);
        Rest(@case.LastPosition, @case.LastEventId);
    }

    /// <summary>Says a sentence that rests on a promise.</summary>
    public void Because(FormattableString sentence, OpenPromise promise)
    {
        Because(sentence);
        Rest(promise.Position, promise.EventId);
    }

    /// <summary>Says a sentence that rests on events that the profile points to.</summary>
    public void Because(FormattableString sentence, params IEnumerable<Mention> mentions)
    {
        Because(sentence);
        foreach (var mention in mentions.Take(MostEvidencePerReason)) Rest(mention.Position, mention.EventId);
    }

    /// <summary>Says a sentence that rests on events which the policy found itself, for instance in a view of the application's own.</summary>
    public void Because(FormattableString sentence, params IEnumerable<Evidence> events)
    {
        Because(sentence);
        foreach (var one in events.Take(MostEvidencePerReason)) Rest(one.Position, one.EventId);
    }

    /// <summary>The verdict with all that was said.</summary>
    /// <param name="outcome">One lower-case word, for instance <c>senior-queue</c>.</param>
    public Verdict Decides(string outcome) => new(outcome, reasons, evidence);

    private void Rest(long position, string eventId)
    {
        if (!evidence.Exists(e => e.Position == position)) evidence.Add(new Evidence(position, eventId));
    }
}
