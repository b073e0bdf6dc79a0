using System.Text.Json;
using JourneyStore.Events;

namespace JourneyStore.Cli.Answers;

/// <summary>A stored event, with the fields of a timeline entry of the HTTP API and its customer; what <c>tail --json</c> prints.</summary>
internal sealed record EventAnswer(
    long Position,
    string Id,
    string Source,
    string Type,
    string Customer,
    DateTime OccurredAt,
    DateTime RecordedAt,
    string? Process,
    string? CaseId,
    string? Activity,
    string? Actor,
    string? Channel,
    string Title,
    JsonElement? Data)
{
    public static EventAnswer Of(JourneyEvent from) => new(
        from.Position, from.Id, from.Source, from.Type, from.Customer, from.OccurredAt.UtcDateTime, from.RecordedAt.UtcDateTime,
        from.Process, from.CaseId, from.Activity, from.Actor, from.Channel, from.Title, Json(from.Data));

    private static JsonElement? Json(ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty) return null;
        using var document = JsonDocument.Parse(data);
        return document.RootElement.Clone();
    }
}
