using System.Text.Json;
using JourneyStore.Events;

namespace JourneyStore.Cli.Answers;

/// <summary>A stored event, with the fields of a timeline entry of the HTTP API.</summary>
internal sealed record EventAnswer(
    long Position,
    string Id,
    string Source,
    string Type,
    string Customer,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string? Process,
    string? CaseId,
    string? Activity,
    string? Actor,
    string? Channel,
    string Title,
    JsonElement? Data)
{
    public static EventAnswer Of(JourneyEvent from) => new(
        from.Position, from.Id, from.Source, from.Type, from.Customer, from.OccurredAt, from.RecordedAt,
        from.Process, from.CaseId, from.Activity, from.Actor, from.Channel, from.Title, Json(from.Data));

    private static JsonElement? Json(ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty) return null;
        using var document = JsonDocument.Parse(data);
        return document.RootElement.Clone();
    }
}

/// <summary>A page of a timeline.</summary>
internal sealed record TimelineAnswer(string Customer, IReadOnlyList<EventAnswer> Entries, string? Next);
