using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Log;
using JourneyStore.Events;

namespace JourneyStore.Engine.Persons;

/// <summary>An event without what is personal in it.</summary>
/// <param name="Type">Its stored name: that of the newest version of its data's shape.</param>
/// <param name="Headers">Its envelope.</param>
/// <param name="Data">Its data.</param>
/// <param name="CorrelationId">Correlation id.</param>
/// <param name="CausationId">Causation id.</param>
internal sealed record MaskedEvent(string Type, byte[] Headers, byte[] Data, string? CorrelationId, string? CausationId);

/// <summary>
/// Takes out of an event what is personal. Of a type in the catalogue goes what its record marks (<see cref="PersonalAttribute"/>) and what its
/// record
/// does not know; of any other type all data. Of the envelope go the customer's identifiers, the account, the actor (a policy of ours stays), the
/// subject, extensions, and the fingerprint, by which whoever guesses what an event said could see that it did; in what is left, the person's names
/// are blanked, but not in what groups events: type, process, case id, activity.
/// </summary>
/// <param name="catalog">The event types.</param>
/// <param name="names">The person's names.</param>
internal sealed class EventMask(EventCatalog catalog, NamePattern names)
{
    /// <summary>The header by which a masked event is known.</summary>
    public const string Mark = "erased";

    /// <summary>What an actor begins with who is none of the outside world.</summary>
    private const string OwnActor = "policy:";

    private const string OwnId = Identifier.OwnType + ":";

    private static readonly string[] Gone = ["account", "subject", "extensions", "print", "traceparent"];
    private static readonly string[] OfOctets = ["dataBase64", "dataContentType", "dataSchema"];
    private static readonly HashSet<string> Groups = ["case", "type", "caseId", "process", "activity"];

    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event without what is personal.</summary>
    /// <param name="storedType">Its type as it is stored.</param>
    /// <param name="headers">Its envelope; empty: it came past the intake.</param>
    /// <param name="data">Its data.</param>
    /// <param name="correlationId">Its correlation id; null: none.</param>
    /// <param name="causationId">Its causation id; null: none.</param>
    public MaskedEvent Of(string storedType, ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> data, string? correlationId, string? causationId)
    {
        var envelope = headers.IsEmpty ? [] : (JsonObject)JsonNode.Parse(headers.Span)!;
        var version = envelope["schemaVersion"]?.GetValue<int>() ?? 1;
        var type = StoredType.TypeOf(storedType, version);
        var isEmpty = envelope["noData"]?.GetValue<bool>() is true;
        var left = catalog.WithoutPersonal(type, version, isEmpty ? default : data.Span, out var newest);
        Envelope(envelope);
        if (left is null)
        {
            foreach (var name in OfOctets) envelope.Remove(name);
            if (!headers.IsEmpty) envelope["noData"] = true;
            return Masked(storedType, envelope, new JsonObject());
        }
        if (isEmpty) left = new JsonObject();
        Sweep(left, _ => true);
        if (newest != version) envelope["schemaVersion"] = newest;
        return Masked(StoredType.Of(type, newest), envelope, left);

        MaskedEvent Masked(string stored, JsonObject of, JsonNode what) =>
            new(stored, Bytes(of), Bytes(what), Without(correlationId), Without(causationId));
    }

    private void Envelope(JsonObject envelope)
    {
        foreach (var name in Gone) envelope.Remove(name);
        if (envelope["actor"]?.GetValue<string>().StartsWith(OwnActor, StringComparison.Ordinal) is false) envelope.Remove("actor");
        if (envelope["customer"] is JsonArray customer)
        {
            // Our own id says nothing of anybody.
            var own = customer.Select(one => one!.GetValue<string>()).Where(one => one.StartsWith(OwnId, StringComparison.Ordinal)).ToArray();
            if (own.Length == 0) envelope.Remove("customer");
            else envelope["customer"] = new JsonArray([.. own.Select(one => JsonValue.Create(one))]);
        }
        Sweep(envelope, name => name != "customer" && !Groups.Contains(name));
        envelope[Mark] = true;
    }

    /// <summary>Blanks names in every text, at any depth, of the members that are wanted.</summary>
    private void Sweep(JsonNode? node, Func<string, bool> wanted)
    {
        if (node is JsonArray list)
            for (var i = 0; i < list.Count; i++)
                if (Swept(list[i]) is { } clean) list[i] = clean;
                else Sweep(list[i], _ => true);
        if (node is not JsonObject members) return;
        foreach (var name in members.Select(member => member.Key).Where(wanted).ToArray())
            if (Swept(members[name]) is { } clean) members[name] = clean;
            else Sweep(members[name], _ => true);
    }

    private JsonValue? Swept(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && Without(text) is { } clean && clean != text
            ? JsonValue.Create(clean)
            : null;

    private string? Without(string? text) => text is null ? null : names.Without(text);

    private static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Written);
}
