using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs;

/// <summary>Makes one event of one row by the map, or says why it cannot. Reused from row to row; not for several threads.</summary>
internal sealed class EventBuilder(LogMap map, EventDefaults defaults)
{
    /// <summary>Largest data of an event, in bytes: the limit that every way into the store has.</summary>
    public const int MaxDataLength = 256 * 1024;

    private readonly Template? time = defaults.TimeOf(map);
    private readonly Template id = defaults.IdOf(map);
    private readonly TextRule? caseId = defaults.CaseIdOf(map);
    private readonly TextRule? activity = defaults.ActivityOf(map);
    private readonly ArrayBufferWriter<byte> buffer = new();

    // Relaxed: what was a letter in the log stays a letter in the data, instead of six characters of escape.
    private readonly Utf8JsonWriter json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The case of a row by the map; null: none.</summary>
    public string? CaseOf(ILogFields row) => caseId?.ReadName(row);

    /// <summary>The id of a row by the map; null: a field in it is missing.</summary>
    public string? IdOf(ILogFields row) => id.RenderName(row);

    /// <summary>The time of a row by the map, or what is wrong with it.</summary>
    public DateTimeOffset? TimeOf(ILogFields row, Template? field, out LogRow problem)
    {
        problem = default;
        field ??= time;
        if (field?.RenderName(row) is not { } text)
            problem = Reject(row, LogRejectCodes.TimeMissing, $"expected a time in {field?.ToString() ?? "a field"}, found none");
        else if (map.Times.TryRead(text, out var utc))
            return utc;
        else
            problem = Reject(row, LogRejectCodes.TimeUnreadable, $"expected a time as {map.Times.Expected} in {field}, found '{Shorten(text)}'");
        return null;
    }

    /// <summary>Makes the event.</summary>
    /// <param name="row">The row.</param>
    /// <param name="shape">What kind of event it is.</param>
    /// <param name="id">Its id; null: by the map.</param>
    public LogRow Build(ILogFields row, EventShape shape, string? id = null)
    {
        id ??= this.id.RenderName(row);
        if (string.IsNullOrEmpty(id)) return Reject(row, LogRejectCodes.IdMissing, $"expected all fields of the id {this.id}, found one of them missing");
        if (shape.Type.Render(row) is not { Length: > 0 } type)
            return Reject(row, LogRejectCodes.TypeMissing, $"expected an event type from {shape.Type}, found a field of it missing");
        if (OccurredAt(row, shape.At, out var problem) is not { } occurredAt) return problem;
        if (Identifiers(row, map.Customer, out var customer) is { } wrong) return Reject(row, LogRejectCodes.Identifier, wrong);
        if (Identifiers(row, map.Account, out var account) is { } bad) return Reject(row, LogRejectCodes.Identifier, bad);
        if (Data(row, shape, out var data) is { } unreadable) return Reject(row, LogRejectCodes.Value, unreadable);
        if (data.Length > MaxDataLength)
            return Reject(row, LogRejectCodes.TooLarge, $"the data of an event has at most {MaxDataLength} bytes, found {data.Length}");
        return LogRow.Of(
            new EventCandidate
            {
                Source = map.Source,
                Id = id,
                Type = type,
                OccurredAt = occurredAt,
                Customer = customer,
                Account = account,
                Process = (shape.Process ?? map.Process)?.ReadName(row),
                CaseId = (shape.CaseId ?? caseId)?.ReadName(row),
                Activity = (shape.Activity ?? activity)?.ReadName(row),
                Actor = (shape.Actor ?? map.Actor)?.ReadName(row),
                Channel = (shape.Channel ?? map.Channel)?.ReadName(row),
                Data = data,
            },
            row.Row);
    }

    public static LogRow Reject(ILogFields row, string code, string reason) => LogRow.Of(
        LogReject.Of(code, reason, row.Row, row.Raw) with { Record = row.Record is { Text.Length: <= LogRecord.MaxLength } record ? record : null });

    private DateTimeOffset? OccurredAt(ILogFields row, AtRule? at, out LogRow problem)
    {
        if (at is null || at.Value.RenderName(row) is null) return TimeOf(row, null, out problem);
        if (TimeOf(row, at.Value, out problem) is not { } stated) return null;
        if (!at.UnlessLater) return stated;
        return TimeOf(row, null, out problem) is not { } own ? null : stated > own ? own : stated;
    }

    private static string? Identifiers(ILogFields row, IReadOnlyList<IdentifierRule> rules, out IReadOnlyList<Identifier> identifiers)
    {
        identifiers = [];
        if (rules.Count == 0) return null;
        var found = new List<Identifier>(rules.Count);
        foreach (var rule in rules)
            if (rule.AddTo(found, row) is { } problem)
                return problem;
        identifiers = found;
        return null;
    }

    private string? Data(ILogFields row, EventShape shape, out ReadOnlyMemory<byte> data)
    {
        data = default;
        if (map.Data.Count == 0 && shape.Data.Count == 0) return null;
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartObject();
        foreach (var member in map.Data)
            if (!shape.Data.Any(own => own.Name == member.Name) && member.Write(json, row, map.Times) is { } problem)
                return problem;
        foreach (var member in shape.Data)
            if (member.Write(json, row, map.Times) is { } problem)
                return problem;
        json.WriteEndObject();
        json.Flush();
        if (buffer.WrittenCount > 2) data = buffer.WrittenSpan.ToArray();
        return null;
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
