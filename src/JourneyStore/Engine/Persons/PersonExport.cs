using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Persons;

namespace JourneyStore.Engine.Persons;

/// <summary>
/// All that the store holds about a person, as of one moment, ready to be written as one JSON document. It is read while it is written, page by page:
/// what it needs does not grow with the history. One writing; not for concurrent use.
/// </summary>
public sealed class PersonExport : IAsyncDisposable
{
    private const int Page = 200;
    private const int FlushFrom = 64 * 1024;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> line = new();
    private readonly ExportSession session;
    private readonly IReadOnlyList<string> streams;
    private readonly CustomerKey customer;
    private readonly IReadOnlyList<ViewTable> views;
    private readonly IReadOnlyList<SignalValue> signals;
    private readonly DateTimeOffset now;

    internal PersonExport(
        ExportSession session, CustomerKey customer, IReadOnlyList<string> streams, IReadOnlyList<ViewTable> views,
        IReadOnlyList<SignalValue> signals, DateTimeOffset now) =>
        (this.session, this.customer, this.streams, this.views, this.signals, this.now) = (session, customer, streams, views, signals, now);

    /// <summary>Our id of the customer.</summary>
    public string Customer => customer.Customer;

    private string Tenant => customer.Tenant;

    /// <summary>Writes the document.</summary>
    /// <param name="output">Where it goes, as UTF-8; it stays open.</param>
    /// <param name="ct">Ends it; what is written by then is no whole document.</param>
    public async Task WriteAsync(Stream output, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(output, Readable);
        json.WriteStartObject();
        json.WriteString("customer", Customer);
        json.WriteString("tenant", Tenant);
        json.WriteString("exportedAt", now.UtcDateTime);
        json.WriteStartArray("streams");
        foreach (var stream in streams) json.WriteStringValue(stream);
        json.WriteEndArray();
        var identifiers = await IdentifiersAsync(json, streams, ct);
        await ViewsAsync(json, streams, ct);
        Raw(json, "signals", JsonSerializer.SerializeToUtf8Bytes(signals, ViewJson.Options));
        await ConflictsAsync(json, streams, ct);
        foreach (var kind in ReadNotes.Kinds)
        {
            json.WriteStartArray(kind.Name);
            foreach (var note in await session.AskAsync(at => ReadNotes.RunAsync(at, kind, Tenant, streams, ct)))
                await EntryAsync(json, entry => entry.WriteRawValue(note, skipInputValidation: true), ct);
            json.WriteEndArray();
        }
        var names = NamePattern.Of(streams, identifiers);
        await HeldAsync(json, names, ct);
        await MessagesAsync(json, names, ct);
        var erasures = await session.AskAsync(at => ReadErasures.OfCustomerAsync(at, Tenant, Customer, ct));
        Raw(json, "erasures", JsonSerializer.SerializeToUtf8Bytes(erasures, ViewJson.Options));
        await EventsAsync(json, streams, ct);
        json.WriteEndObject();
        await json.FlushAsync(ct);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task<List<string>> IdentifiersAsync(Utf8JsonWriter json, IReadOnlyList<string> streams, CancellationToken ct)
    {
        var all = new List<string>();
        json.WriteStartArray("identifiers");
        for (var after = ""; ; after = all[^1])
        {
            var page = await session.AskAsync(at => ReadIdentifiers.PageAsync(at, Tenant, streams, after, Page, ct));
            foreach (var (identifier, boundAt) in page)
            {
                all.Add(identifier);
                await EntryAsync(json, entry =>
                {
                    entry.WriteStartObject();
                    entry.WriteString("identifier", identifier);
                    entry.WriteString("boundAt", boundAt.UtcDateTime);
                    entry.WriteEndObject();
                }, ct);
            }
            if (page.Count < Page) break;
        }
        json.WriteEndArray();
        return all;
    }

    /// <summary>The rows as they are kept, of every view that has one, and what views across customers remember of this one.</summary>
    private async Task ViewsAsync(Utf8JsonWriter json, IReadOnlyList<string> streams, CancellationToken ct)
    {
        json.WriteStartArray("views");
        foreach (var stream in streams.Select(stream => new CustomerKey(Tenant, stream)))
            foreach (var view in views)
            {
                var row = view.HasState ? null : await session.RowAsync(stream, view, ct);
                var kept = view.HasState ? await session.AskAsync(at => ReadStates.RunAsync(at, view, stream, ct)) : row?.Data;
                if (kept is not { IsEmpty: false } data) continue;
                await EntryAsync(json, entry =>
                {
                    entry.WriteStartObject();
                    entry.WriteString("view", view.Name);
                    entry.WriteString("key", stream.Customer);
                    if (row is not null) entry.WriteNumber("revision", row.Revision);
                    Raw(entry, view.HasState ? "state" : "row", data);
                    entry.WriteEndObject();
                }, ct);
            }
        json.WriteEndArray();
    }

    private async Task ConflictsAsync(Utf8JsonWriter json, IReadOnlyList<string> streams, CancellationToken ct)
    {
        json.WriteStartArray("conflicts");
        for (var after = 0L; ;)
        {
            var page = await session.AskAsync(at => ReadConflictsOf.PageAsync(at, Tenant, streams, after, Page, ct));
            foreach (var conflict in page) await EntryAsync(json, entry => JsonSerializer.Serialize(entry, conflict, ViewJson.Options), ct);
            if (page.Count < Page) break;
            after = page[^1].Number;
        }
        json.WriteEndArray();
    }

    private async Task HeldAsync(Utf8JsonWriter json, NamePattern names, CancellationToken ct)
    {
        json.WriteStartArray("held");
        for (var after = 0L; ;)
        {
            var page = await session.AskAsync(at => FindHeldNaming.PageAsync(at, Tenant, names.OfText, after, long.MaxValue, Page, ct));
            foreach (var held in page) await EntryAsync(json, entry => Held(entry, held), ct);
            if (page.Count < Page) break;
            after = page[^1].Number;
        }
        json.WriteEndArray();
    }

    private async Task MessagesAsync(Utf8JsonWriter json, NamePattern names, CancellationToken ct)
    {
        json.WriteStartArray("messages");
        foreach (var table in await session.AskAsync(at => FindEnvelopes.TablesAsync(at, ct)))
            for (var after = Guid.Empty; ;)
            {
                var page = await session.AskAsync(at => FindEnvelopes.PageAsync(at, table, names.OfOctets, after, Page, ct));
                foreach (var message in page.Where(message => (message.Envelope.TenantId ?? Tenant) == Tenant))
                    await EntryAsync(json, entry => Message(entry, table, message), ct);
                if (page.Count < Page) break;
                after = page[^1].Id;
            }
        json.WriteEndArray();
    }

    private async Task EventsAsync(Utf8JsonWriter json, IReadOnlyList<string> streams, CancellationToken ct)
    {
        json.WriteStartArray("events");
        foreach (var stream in streams.Select(stream => new CustomerKey(Tenant, stream)))
            for (var from = 1L; ;)
            {
                var page = await session.EventsAsync(stream, from, Page, ct);
                foreach (var stored in page) await EntryAsync(json, entry => Event(entry, stored), ct);
                if (page.Count < Page) break;
                from = page[^1].Version + 1;
            }
        json.WriteEndArray();
    }

    private static void Held(Utf8JsonWriter json, StoredHeld held)
    {
        json.WriteStartObject();
        json.WriteNumber("number", held.Number);
        json.WriteString("type", held.Type);
        json.WriteString("occurredAt", held.OccurredAt.UtcDateTime);
        json.WriteString("recordedAt", held.RecordedAt.UtcDateTime);
        json.WriteString("code", held.Code);
        json.WriteString("reason", held.Reason);
        Stored(json, held.Headers, held.Data);
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string table, StoredEnvelope message)
    {
        json.WriteStartObject();
        json.WriteString("table", table);
        json.WriteString("id", message.Id);
        json.WriteString("type", message.Type);
        json.WriteNumber("attempts", message.Envelope.Attempts);
        json.WriteString("reason", message.Reason);
        json.WriteStartObject("headers");
        foreach (var (name, value) in message.Envelope.Headers) json.WriteString(name, value);
        json.WriteEndObject();
        // Messages are JSON, unless an application has chosen another way to write them.
        if (IsJson(message.Envelope.Data)) Raw(json, "message", message.Envelope.Data);
        else json.WriteBase64String("octets", message.Envelope.Data ?? []);
        json.WriteEndObject();
    }

    private static void Event(Utf8JsonWriter json, in StoredEvent stored)
    {
        json.WriteStartObject();
        json.WriteNumber("position", stored.Position);
        json.WriteString("stream", stored.Customer);
        json.WriteNumber("version", stored.Version);
        json.WriteString("type", stored.Type);
        json.WriteString("occurredAt", stored.OccurredAt.UtcDateTime);
        json.WriteString("recordedAt", stored.RecordedAt.UtcDateTime);
        if (stored.CorrelationId is { } correlation) json.WriteString("correlationId", correlation);
        if (stored.CausationId is { } causation) json.WriteString("causationId", causation);
        Stored(json, stored.Headers, stored.Data);
        json.WriteEndObject();
    }

    /// <summary>Envelope and data as they are stored: what the database gives is JSON.</summary>
    private static void Stored(Utf8JsonWriter json, ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> data)
    {
        if (!headers.IsEmpty) Raw(json, "envelope", headers);
        Raw(json, "data", data);
    }

    private static void Raw(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Span, skipInputValidation: true);
    }

    private static bool IsJson([NotNullWhen(true)] byte[]? data)
    {
        if (data is null or []) return false;
        try
        {
            var reader = new Utf8JsonReader(data);
            while (reader.Read()) reader.TrySkip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>An entry of a list, on a line of its own: whoever reads by lines needs no more than one at a time.</summary>
    private async ValueTask EntryAsync(Utf8JsonWriter json, Action<Utf8JsonWriter> write, CancellationToken ct)
    {
        line.ResetWrittenCount();
        line.Write("\n"u8);
        using (var entry = new Utf8JsonWriter(line, Readable)) write(entry);
        json.WriteRawValue(line.WrittenSpan, skipInputValidation: true);
        if (json.BytesPending >= FlushFrom) await json.FlushAsync(ct);
    }
}
