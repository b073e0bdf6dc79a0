using System.Text.Json;
using System.Text.Unicode;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>
/// Whether data can be kept and read back for ever: valid UTF-8 and JSON, and none of what JSON allows but a database of JSON refuses
/// or changes in silence (NUL, half surrogate pairs, numbers without measure, the same key twice).
/// </summary>
public static class DataCheck
{
    /// <summary>
    /// Deepest nesting of arrays and objects that is kept: four levels less than the 64 at which many readers of JSON stop by default, because
    /// an answer has the data some levels down.
    /// </summary>
    public const int MaxDepth = 60;

    /// <summary>Depth is ours to judge, as a value with a code; the reader itself must not throw because of it.</summary>
    internal static readonly JsonReaderOptions Reading = new() { MaxDepth = int.MaxValue };

    [ThreadStatic]
    private static ObjectKeys? keysOfThread;

    /// <summary>Checks one complete JSON value.</summary>
    /// <returns>Why it cannot be kept; null: it can.</returns>
    public static Rejection? Check(ReadOnlySpan<byte> json) => Check(json, out _);

    /// <summary>As <see cref="Check(ReadOnlySpan{byte})"/>, and whether all numbers are plain already (<see cref="PlainNumbers"/>).</summary>
    internal static Rejection? Check(ReadOnlySpan<byte> json, out bool isPlain)
    {
        isPlain = true;
        if (!Utf8.IsValid(json)) return NotUtf8;
        try
        {
            var reader = new Utf8JsonReader(json, Reading);
            reader.Read();
            var problem = Walk(ref reader, json, out isPlain);
            // Whatever follows the value is read as an error.
            if (problem is null) reader.Read();
            return problem;
        }
        catch (JsonException e)
        {
            return NotJson(e);
        }
    }

    /// <summary>Checks the value that the reader stands on and moves to the value's last token, or stops where something is wrong.</summary>
    /// <param name="reader">On the first token of the value.</param>
    /// <param name="json">All that the reader reads.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    internal static Rejection? Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) => Walk(ref reader, json, out _);

    private static Rejection? Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, out bool isPlain)
    {
        isPlain = true;
        var keys = keysOfThread ??= new ObjectKeys();
        keys.Clear();
        var (depth, growth) = (0, 0);
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (++depth > MaxDepth)
                        return new Rejection(RejectionCodes.DataTooDeep, $"data is nested deeper than {MaxDepth} levels");
                    if (reader.TokenType == JsonTokenType.StartObject) keys.Open();
                    break;
                case JsonTokenType.EndObject:
                    keys.Close();
                    depth--;
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.PropertyName:
                    if (Text(ref reader) is { } badKey) return badKey;
                    if (!keys.Add(json, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped))
                        return new Rejection(RejectionCodes.DataDuplicateKey, $"data has the key {TextCheck.Quote(reader.GetString())} twice in one object");
                    break;
                case JsonTokenType.String:
                    if (Text(ref reader) is { } badText) return badText;
                    break;
                case JsonTokenType.Number:
                    if (!JsonNumbers.Fits(reader.ValueSpan))
                        return new Rejection(
                            RejectionCodes.DataBadNumber,
                            $"data has a number longer than {JsonNumbers.MaxDigits} characters or with an exponent beyond {JsonNumbers.MaxExponent}");
                    if (!PlainNumbers.IsPlain(reader.ValueSpan)) isPlain = false;
                    if ((growth += JsonNumbers.GrowthOf(reader.ValueSpan)) > JsonNumbers.MaxGrowth)
                        return new Rejection(RejectionCodes.DataBadNumber, $"the numbers of data have, written out, more than {JsonNumbers.MaxGrowth} digits that were sent as exponents");
                    break;
            }
        }
        while (depth > 0 && reader.Read());
        return null;
    }

    /// <summary>What is wrong with the string or the key that the reader stands on; null: nothing, and it can be read as text.</summary>
    internal static Rejection? Text(ref Utf8JsonReader reader)
    {
        if (!Utf8.IsValid(reader.ValueSpan)) return NotUtf8;
        if (!reader.ValueIsEscaped) return null;
        return JsonEscapes.Problem(reader.ValueSpan) switch
        {
            RejectionCodes.DataNul => new Rejection(RejectionCodes.DataNul, "a string holds the NUL character \\u0000"),
            RejectionCodes.DataLoneSurrogate => new Rejection(RejectionCodes.DataLoneSurrogate, "a string holds half of a surrogate pair"),
            _ => null,
        };
    }

    internal static Rejection NotUtf8 => new(RejectionCodes.BadUtf8, "JSON is written in UTF-8; found octets that are not");

    internal static Rejection NotJson(JsonException e) =>
        new(RejectionCodes.BadJson, $"expected JSON; line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {FirstSentence(e.Message)}");

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
