using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>
/// The JSON event format of CloudEvents 1.0. One pass over the text; <c>data</c> is a slice of it, byte for byte; <c>data_base64</c> is what its
/// octets are by
/// <c>datacontenttype</c>, as the same octets would be in the body of an event in headers (<see cref="EventData"/>). Attributes of value null are absent. Never
/// throws because of its input.
/// </summary>
public static class CloudEventJson
{
    /// <summary>Reads one event.</summary>
    /// <param name="json">UTF-8 text of one JSON object; a byte order mark is passed over. The candidate refers to this memory.</param>
    /// <param name="maxEventBytes">Most bytes of the event as written.</param>
    public static CloudEventResult Read(ReadOnlyMemory<byte> json, int maxEventBytes = int.MaxValue)
    {
        json = WithoutMark(json);
        if (json.Length > maxEventBytes) return CloudEventResult.Rejected(CandidateCheck.TooLarge(json.Length, maxEventBytes));
        try
        {
            var reader = new Utf8JsonReader(json.Span, DataCheck.Reading);
            reader.Read();
            var result = ReadValue(ref reader, json, maxEventBytes);
            // Whatever follows the event is read as an error.
            reader.Read();
            return result;
        }
        catch (JsonException e)
        {
            return CloudEventResult.Rejected(DataCheck.NotJson(e));
        }
    }

    /// <summary>Reads the event that the reader stands on and moves to its last token, also when it is rejected.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    internal static CloudEventResult ReadValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, int maxEventBytes)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var found = reader.TokenType;
            reader.Skip();
            return CloudEventResult.Rejected(new Rejection(RejectionCodes.NotAnObject, $"an event is a JSON object, found {Word(found)}"));
        }

        var depth = reader.CurrentDepth;
        var attributes = new AttributeSet();
        var data = default(DataPart);
        var problem = ReadMembers(ref reader, json, ref attributes, ref data);
        if (problem is not null)
            while (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth != depth) reader.Read();

        var written = json[start..(int)reader.BytesConsumed];
        if (written.Length > maxEventBytes) problem = CandidateCheck.TooLarge(written.Length, maxEventBytes);
        var isBase64 = false;
        if (data.Base64 is { } octets) problem ??= ReadOctets(attributes.DeclaredType, octets, out data.Json, out isBase64);
        if (problem is null)
        {
            if (attributes.Build(data.Json, isBase64, out var missing) is { } candidate) return CloudEventResult.Read(candidate);
            problem = missing;
        }
        var (id, source) = EventIdentity.Find(written.Span);
        return CloudEventResult.Rejected(problem.Value, id, source);
    }

    private struct DataPart
    {
        public ReadOnlyMemory<byte> Json;
        public byte[]? Base64;
    }

    private static Rejection? ReadMembers(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref AttributeSet attributes, ref DataPart data)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (DataCheck.Text(ref reader) is { } badName) return CandidateCheck.Bad("a name", badName.Reason);
            var name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            var attribute = AttributeNames.Recognise(name);
            var problem = attribute switch
            {
                KnownAttribute.None => ReadExtension(ref reader, name, ref attributes),
                KnownAttribute.Data => attributes.See(attribute) ?? ReadData(ref reader, json, ref data),
                KnownAttribute.DataBase64 => attributes.See(attribute) ?? ReadBase64(ref reader, json, ref data),
                _ => attributes.See(attribute) ?? ReadAttribute(ref reader, attribute, ref attributes),
            };
            if (problem is not null) return problem;
        }
        return null;
    }

    private static Rejection? ReadAttribute(ref Utf8JsonReader reader, KnownAttribute attribute, ref AttributeSet attributes)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                // A required attribute of value null is absent too, and found missing at the end; but 1.0 has to be said.
                return attribute == KnownAttribute.SpecVersion ? new Rejection(RejectionCodes.MissingAttribute, "specversion is null") : null;
            case JsonTokenType.String:
                if (DataCheck.Text(ref reader) is { } bad) return CandidateCheck.Bad(AttributeNames.Of(attribute), $"cannot be kept: {bad.Reason}");
                if (attribute == KnownAttribute.SpecVersion && reader.ValueTextEquals("1.0"u8)) return null;
                if (attribute != KnownAttribute.Time || reader.ValueSpan.Length > 64) return attributes.Set(attribute, reader.GetString()!);
                Span<char> time = stackalloc char[64];
                return attributes.SetTime(time[..reader.CopyString(time)]);
            case JsonTokenType.Number when attribute >= KnownAttribute.Customer && reader.TryGetInt32(out _):
                // An extension may be an integer; its canonical form as a string is its digits.
                return attributes.Set(attribute, Encoding.UTF8.GetString(reader.ValueSpan));
            default:
                return CandidateCheck.Bad(AttributeNames.Of(attribute), $"is a string, found {Word(reader.TokenType)}");
        }
    }

    private static Rejection? ReadExtension(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ref AttributeSet attributes)
    {
        if (!AttributeNames.IsExtensionName(name))
            return CandidateCheck.Bad(TextCheck.Quote(Encoding.UTF8.GetString(name)), $"is not an attribute's name: 1 to {AttributeNames.MaxLength} of a-z 0-9");
        var text = Encoding.ASCII.GetString(name);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return attributes.SetExtension(text, null);
            case JsonTokenType.True:
                return attributes.SetExtension(text, "true");
            case JsonTokenType.False:
                return attributes.SetExtension(text, "false");
            case JsonTokenType.Number when reader.TryGetInt32(out _):
                return attributes.SetExtension(text, Encoding.ASCII.GetString(reader.ValueSpan));
            case JsonTokenType.String:
                if (DataCheck.Text(ref reader) is { } bad) return CandidateCheck.Bad(text, $"cannot be kept: {bad.Reason}");
                return attributes.SetExtension(text, $"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"");
            default:
                return CandidateCheck.Bad(text, $"is a string, a boolean or an integer of 32 bits, found {Word(reader.TokenType)}");
        }
    }

    private static Rejection? ReadData(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref DataPart data)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (data.Base64 is not null) return Both;
        var start = (int)reader.TokenStartIndex;
        if (DataCheck.Walk(ref reader, json.Span) is { } problem) return problem;
        data.Json = json[start..(int)reader.BytesConsumed];
        return null;
    }

    private static Rejection? ReadBase64(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, ref DataPart data)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (!data.Json.IsEmpty) return Both;
        if (reader.TokenType != JsonTokenType.String || DataCheck.Text(ref reader) is not null)
            return new Rejection(RejectionCodes.BadBase64, $"data_base64 is a string of base64, found {Word(reader.TokenType)}");
        if (Decode(ref reader) is not { } octets)
            return new Rejection(
                RejectionCodes.BadBase64, $"data_base64 is base64 in the alphabet A-Z a-z 0-9 + / with its padding, found {TextCheck.Quote(reader.GetString())}");
        data.Base64 = octets;
        return null;
    }

    private static byte[]? Decode(ref Utf8JsonReader reader)
    {
        var written = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        if (!Base64.IsValid(written, out var length)) return null;
        var octets = new byte[length];
        // White space within is valid, and left out; the buffer is then as long as what comes out.
        return Base64.DecodeFromUtf8(written, octets, out _, out var decoded) == OperationStatus.Done ? octets[..decoded] : null;
    }

    private static Rejection? ReadOctets(MediaType? declared, byte[] octets, out ReadOnlyMemory<byte> json, out bool isBase64)
    {
        var problem = EventData.Read(declared, octets, out json, out isBase64);
        // Nobody said that it is JSON; what is none stays the octets that it is.
        if (declared is not null || problem is not { Code: RejectionCodes.BadJson or RejectionCodes.BadUtf8 }) return problem;
        json = EventData.Octets(octets);
        isBase64 = true;
        return null;
    }

    private static Rejection Both => new(RejectionCodes.DataTwice, "an event has data or data_base64, not both");

    internal static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;

    internal static string Word(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => token.ToString(),
    };
}
