using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;

namespace JourneyStore.Engine.Log;

/// <summary>
/// The <c>headers</c> column: all of an event's envelope that has no column of its own, one JSON object. Absent parts are left out.
/// The names are the storage format, for ever; they are written in the order in which a <c>jsonb</c> keeps them (<see cref="Projections.JsonbOrder"/>).
/// </summary>
internal static class EventHeaders
{
    /// <summary>Writes the envelope of an accepted event.</summary>
    /// <param name="candidate">The event as it came.</param>
    /// <param name="occurredAt">Its time, as accepted.</param>
    /// <param name="case">The key of its case; null: none.</param>
    /// <param name="isFree">True for a type outside the catalogue, which Marten does not know by its name: it is written here as well.</param>
    /// <param name="fingerprint">What it says, in 128 bits; null: not known.</param>
    /// <param name="withLinks">True to write correlation and causation too, for a place that has no columns for them.</param>
    public static byte[] Write(EventCandidate candidate, DateTimeOffset occurredAt, Guid? @case, UInt128? fingerprint, bool isFree, bool withLinks)
    {
        var (json, buffer) = ReusedJson.Begin();
        json.WriteStartObject();
        json.WriteNumber("at"u8, Micros.Of(occurredAt));
        json.WriteString("id"u8, candidate.Id);
        if (@case is { } key) json.WriteString("case"u8, key);
        if (isFree) json.WriteString("type"u8, candidate.Type);
        Text(json, "actor", candidate.Actor);
        if (fingerprint is { } print) json.WriteString("print"u8, EventFingerprint.Written(print));
        Text(json, "caseId", candidate.CaseId);
        if (candidate.Data.IsEmpty) json.WriteBoolean("noData"u8, true);
        json.WriteString("source"u8, candidate.Source);
        WriteIdentifiers(json, "account", candidate.Account);
        Text(json, "channel", candidate.Channel);
        Text(json, "process", candidate.Process);
        Text(json, "subject", candidate.Subject);
        Text(json, "activity", candidate.Activity);
        WriteIdentifiers(json, "customer", candidate.Customer);
        if (candidate.DataIsBase64) json.WriteBoolean("dataBase64"u8, true);
        Text(json, "dataSchema", candidate.DataSchema);
        WriteExtensions(json, candidate.Extensions);
        if (withLinks) Text(json, "causationId", candidate.CausationId);
        Text(json, "traceparent", candidate.TraceParent);
        if (withLinks) Text(json, "correlationId", candidate.CorrelationId);
        if (candidate.SchemaVersion != 1) json.WriteNumber("schemaVersion"u8, candidate.SchemaVersion);
        Text(json, "dataContentType", candidate.DataContentType);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>When it occurred; null: that is not said, because it came past the intake.</summary>
    public static DateTimeOffset? OccurredAt(ReadOnlySpan<byte> headers) =>
        Find(headers, "at"u8, out var json) && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var micros) ? Micros.Moment(micros) : null;

    /// <summary>What the event said, in 128 bits, which its row does not tell any more; null: that was not kept, because it came past the
    /// intake.</summary>
    public static UInt128? Fingerprint(ReadOnlySpan<byte> headers) =>
        Find(headers, "print"u8, out var json) ? EventFingerprint.Read(json.GetString()) : null;

    // Stands on the value of a part when there is one, without having read what comes after it.
    private static bool Find(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> part, out Utf8JsonReader json)
    {
        json = new Utf8JsonReader(headers);
        if (headers.IsEmpty) return false;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals(part);
            json.Read();
            if (found) return true;
            json.Skip();
        }
        return false;
    }

    /// <summary>Process and case of an envelope, without reading the rest of it; null: none.</summary>
    public static (string? Process, string? CaseId) CaseOf(ReadOnlySpan<byte> headers)
    {
        string? process = null, caseId = null;
        if (headers.IsEmpty) return (null, null);
        var json = new Utf8JsonReader(headers);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isProcess, isCase) = (json.ValueTextEquals("process"u8), json.ValueTextEquals("caseId"u8));
            json.Read();
            if (isProcess) process = json.GetString();
            else if (isCase) caseId = json.GetString();
            else json.Skip();
        }
        return (process, caseId);
    }

    /// <summary>Reads an envelope back; of an event that came past the intake, source and id are empty.</summary>
    public static EventCandidate Read(ReadOnlySpan<byte> headers, string type, DateTimeOffset occurredAt, ReadOnlyMemory<byte> data)
    {
        string source = "", id = "";
        string? process = null, caseId = null, activity = null, actor = null, channel = null, trace = null, subject = null, schema = null;
        string? contentType = null, correlation = null, causation = null;
        Identifier[] customer = [], account = [];
        Dictionary<string, string>? extensions = null;
        var (base64, version, noData) = (false, 1, false);
        var json = new Utf8JsonReader(headers.IsEmpty ? "{}"u8 : headers);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // Names are compared as the bytes they are: this is read for every event of every fold. What we wrote has no escapes in its names.
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("id"u8)) id = json.GetString()!;
            else if (name.SequenceEqual("source"u8)) source = json.GetString()!;
            else if (name.SequenceEqual("customer"u8)) customer = ReadIdentifiers(ref json);
            else if (name.SequenceEqual("account"u8)) account = ReadIdentifiers(ref json);
            else if (name.SequenceEqual("process"u8)) process = json.GetString();
            else if (name.SequenceEqual("caseId"u8)) caseId = json.GetString();
            else if (name.SequenceEqual("activity"u8)) activity = json.GetString();
            else if (name.SequenceEqual("actor"u8)) actor = json.GetString();
            else if (name.SequenceEqual("channel"u8)) channel = json.GetString();
            else if (name.SequenceEqual("traceparent"u8)) trace = json.GetString();
            else if (name.SequenceEqual("subject"u8)) subject = json.GetString();
            else if (name.SequenceEqual("dataSchema"u8)) schema = json.GetString();
            else if (name.SequenceEqual("dataContentType"u8)) contentType = json.GetString();
            else if (name.SequenceEqual("dataBase64"u8)) base64 = json.GetBoolean();
            else if (name.SequenceEqual("schemaVersion"u8)) version = json.GetInt32();
            else if (name.SequenceEqual("noData"u8)) noData = json.GetBoolean();
            else if (name.SequenceEqual("correlationId"u8)) correlation = json.GetString();
            else if (name.SequenceEqual("causationId"u8)) causation = json.GetString();
            else if (name.SequenceEqual("extensions"u8)) extensions = ReadExtensions(ref json);
            else json.Skip();
        }
        return new EventCandidate
        {
            Source = source, Id = id, Type = type, OccurredAt = occurredAt, Customer = customer, Account = account, Process = process,
            CaseId = caseId,
            Activity = activity, Actor = actor, Channel = channel, CorrelationId = correlation, CausationId = causation, TraceParent = trace,
            Subject = subject, DataSchema = schema, DataContentType = contentType, DataIsBase64 = base64, SchemaVersion = version,
            Extensions = extensions, Data = noData ? default : data,
        };
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void WriteIdentifiers(Utf8JsonWriter json, string name, IReadOnlyList<Identifier> identifiers)
    {
        if (identifiers.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var identifier in identifiers) json.WriteStringValue(identifier.ToString());
        json.WriteEndArray();
    }

    private static void WriteExtensions(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? extensions)
    {
        if (extensions is not { Count: > 0 }) return;
        json.WriteStartObject("extensions"u8);
        foreach (var (name, value) in extensions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }
        json.WriteEndObject();
    }

    private static Identifier[] ReadIdentifiers(ref Utf8JsonReader json)
    {
        var identifiers = new List<Identifier>(2);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            if (Identifier.TryParse(json.GetString()!, out var identifier, out _)) identifiers.Add(identifier);
        return [.. identifiers];
    }

    private static Dictionary<string, string> ReadExtensions(ref Utf8JsonReader json)
    {
        var extensions = new Dictionary<string, string>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            using var value = JsonDocument.ParseValue(ref json);
            extensions[name] = value.RootElement.GetRawText();
        }
        return extensions;
    }
}
