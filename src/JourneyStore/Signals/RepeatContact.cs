using System.Text.Json;
using System.Text.Json.Serialization;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using JourneyStore.Events.Contacts;

namespace JourneyStore.Signals;

/// <summary>A time when the customer came to us.</summary>
/// <param name="EventId">The producer's id.</param>
/// <param name="Position">Its place in the log.</param>
/// <param name="At">When it occurred.</param>
/// <param name="What">One line that tells what happened.</param>
/// <param name="CaseId">The case; null: none.</param>
/// <param name="CorrelationId">What it belongs together with; null: not said.</param>
[JsonConverter(typeof(CompactJson<ContactSeen>))]
public sealed record ContactSeen(string EventId, long Position, DateTimeOffset At, string What, string? CaseId, string? CorrelationId)
    : ICompact<ContactSeen>
{
    /// <inheritdoc />
    public void WriteValues(Utf8JsonWriter json)
    {
        json.WriteStringValue(EventId);
        json.WriteNumberValue(Position);
        json.WriteMoment(At);
        json.WriteStringValue(What);
        json.WriteStringValue(CaseId);
        json.WriteStringValue(CorrelationId);
    }

    /// <inheritdoc />
    public static ContactSeen ReadValues(ref Utf8JsonReader json) =>
        new(json.NextText()!, json.NextNumber(), json.NextMoment(), json.NextText()!, json.NextText(), json.NextText());
}

/// <summary>State of the signal <c>repeat-contact</c>.</summary>
public sealed record RepeatContactState
{
    /// <summary>Contacts of the last 14 days, oldest first; at most <see cref="RepeatContact.MostKept"/>.</summary>
    public List<ContactSeen> Contacts { get; init; } = [];
}

/// <summary>
/// How often the customer came to us in the last 14 days: tickets, calls, complaints. A count from 0 to 32, 32 meaning 32 or more; each
/// contact counts 1. A call and the ticket that was opened in it are one contact: what follows within an hour on the same case, or bears
/// the same correlation id, is not counted again. Labels: <c>none</c>, <c>single</c> at 1, <c>repeated</c> from 2, <c>persistent</c> from 4.
/// </summary>
public sealed class RepeatContact : Signal<RepeatContactState>
{
    /// <summary>How far back it counts: 14 days.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(14);

    /// <summary>How long what follows a contact may still be the same one.</summary>
    public static readonly TimeSpan SameContact = TimeSpan.FromHours(1);

    /// <summary>Most contacts kept.</summary>
    public const int MostKept = 32;

    /// <summary>From this count on: persistent.</summary>
    public const int Persistent = 4;

    /// <inheritdoc />
    public override string Name => "repeat-contact";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override string Describes =>
        "Times the customer came to us in the last 14 days: a count from 0 to 32; repeated from 2, persistent from 4.";

    /// <inheritdoc />
    public override RepeatContactState Start() => new();

    /// <inheritdoc />
    public override RepeatContactState Apply(RepeatContactState state, JourneyEvent @event)
    {
        if (@event.Body is not IInboundContact) return state;
        state.Contacts.RemoveAll(c => c.At < @event.OccurredAt - Window);
        if (state.Contacts.Exists(c => IsSame(c, @event))) return state;
        state.Contacts.Add(new ContactSeen(@event.Id, @event.Position, @event.OccurredAt, @event.Title, @event.CaseId, @event.CorrelationId));
        if (state.Contacts.Count > MostKept) state.Contacts.RemoveAt(0);
        return state;
    }

    /// <inheritdoc />
    public override SignalValue Read(RepeatContactState state, DateTimeOffset asOf)
    {
        var contributions = HeaviestFirst.Order(
            state.Contacts.Where(c => c.At >= asOf - Window).Select(c => new Contribution(c.EventId, c.Position, c.At, 1, c.What)), null);
        var count = contributions.Count;
        var label = count switch { 0 => "none", 1 => "single", < Persistent => "repeated", _ => "persistent" };
        return new SignalValue(Name, count, label, count == 0 ? null : contributions[^1].OccurredAt, contributions, asOf);
    }

    private static bool IsSame(ContactSeen earlier, JourneyEvent @event) =>
        @event.OccurredAt - earlier.At <= SameContact
        && ((earlier.CaseId is not null && earlier.CaseId == @event.CaseId)
            || (earlier.CorrelationId is not null && earlier.CorrelationId == @event.CorrelationId));
}
