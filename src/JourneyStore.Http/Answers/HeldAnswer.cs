using System.ComponentModel;
using JourneyStore.Engine.Identity;

namespace JourneyStore.Http.Answers;

/// <summary>A page of held events, oldest first.</summary>
internal sealed record HeldAnswer(
    HeldEventAnswer[] Events, [property: Description("Goes into after= for the next page; null: this was the last.")] long? Next)
{
    public static HeldAnswer Of(HeldPage page)
    {
        var events = new HeldEventAnswer[page.Events.Count];
        for (var i = 0; i < events.Length; i++) events[i] = HeldEventAnswer.Of(page.Events[i]);
        return new HeldAnswer(events, page.Next);
    }
}

/// <summary>An event that is kept but not bound to a customer.</summary>
internal sealed record HeldEventAnswer(
    long Number,
    string Id,
    string Source,
    string Type,
    DateTime? OccurredAt,
    DateTime RecordedAt,
    string[] Customer,
    string[] Account,
    string? Process,
    string? CaseId,
    string? Activity,
    string Code,
    string Reason,
    RawJson Data)
{
    public static HeldEventAnswer Of(HeldEvent held) => new(
        held.Number,
        held.Candidate.Id,
        held.Candidate.Source,
        held.Candidate.Type,
        held.Candidate.OccurredAt?.UtcDateTime,
        held.RecordedAt.UtcDateTime,
        CustomerAnswer.Written(held.Candidate.Customer),
        CustomerAnswer.Written(held.Candidate.Account),
        held.Candidate.Process,
        held.Candidate.CaseId,
        held.Candidate.Activity,
        held.Code,
        held.Reason,
        new RawJson(held.Candidate.Data));
}
