using System.ComponentModel;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;

namespace JourneyStore.Http.Answers;

/// <summary>A page of a timeline, newest first.</summary>
internal sealed record TimelineAnswer(
    string Customer, EntryAnswer[] Entries, [property: Description("Goes into before= for the next, older page; null: this was the last.")] string? Next)
{
    public static TimelineAnswer Of(TimelinePage page)
    {
        var entries = new EntryAnswer[page.Entries.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = EntryAnswer.Of(page.Entries[i]);
        return new TimelineAnswer(page.Customer, entries, page.Next);
    }
}

/// <summary>An event in a timeline.</summary>
internal readonly record struct EntryAnswer(
    long Position,
    string Id,
    string Source,
    string Type,
    DateTime OccurredAt,
    DateTime RecordedAt,
    string? Process,
    string? CaseId,
    string? Activity,
    string? Actor,
    string? Channel,
    string Title,
    RawJson Data)
{
    public static EntryAnswer Of(JourneyEvent @event) => new(
        @event.Position,
        @event.Id,
        @event.Source,
        @event.Type,
        @event.OccurredAt.UtcDateTime,
        @event.RecordedAt.UtcDateTime,
        @event.Process,
        @event.CaseId,
        @event.Activity,
        @event.Actor,
        @event.Channel,
        @event.Title,
        new RawJson(@event.Data));
}
