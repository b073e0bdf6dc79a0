using System.Text;
using System.Text.Json;

namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>
/// Gives the elements of one array, a member of the outermost JSON object, one after the other from a stream. All other members are
/// passed over token by token, so the buffer holds one element at most, and the order of members does not matter.
/// </summary>
internal sealed class JsonElements(Stream stream, string member)
{
    /// <summary>Longest element, in bytes.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    private enum At { Start, Members, PassingOver, Elements, End }

    private readonly HashSet<string> members = new(StringComparer.Ordinal);
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int filled;
    private bool ended;
    private At at;
    private int elementStart;
    private bool wanted;
    private JsonReaderState state = new(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

    /// <summary>Whether the array was there, and read to its end.</summary>
    public bool Found { get; private set; }

    /// <summary>Names of the outermost object's members that were met, at most a hundred.</summary>
    public IReadOnlyCollection<string> Members => members;

    /// <summary>The element's bytes; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlyMemory<byte> Element { get; private set; }

    /// <summary>Goes to the next element; false: the array has ended, or there is none.</summary>
    /// <exception cref="JsonException">The text is no JSON, or ends too early.</exception>
    public bool Next()
    {
        while (at != At.End)
        {
            if (filled == 0 && !ended) Fill();
            if (Step()) return true;
        }
        return false;
    }

    /// <summary>Reads what the buffer holds; true: an element is complete.</summary>
    private bool Step()
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(start, filled - start), ended, state);
        while (true)
        {
            var before = reader;
            if (at == At.Elements ? !TryReadElement(ref reader) : !reader.Read())
            {
                // Nothing of a half element is used up: it is read anew, from its beginning, when there is more of it.
                Keep(at == At.Elements ? before : reader);
                if (ended) throw new JsonException("the text ends before its last brace");
                Fill();
                return false;
            }
            if (Follow(ref reader) is not { } isElement) continue;
            Keep(reader);
            return isElement;
        }
    }

    /// <summary>Follows one token; null: goes on, else whether an element was found.</summary>
    private bool? Follow(ref Utf8JsonReader reader)
    {
        switch (at)
        {
            case At.Start:
                if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("expected an object at the outermost level");
                at = At.Members;
                return null;
            case At.Members when reader.TokenType == JsonTokenType.EndObject:
                at = At.End;
                return false;
            case At.Members when reader.TokenType == JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                if (members.Count < 100) members.Add(name);
                wanted = name == member;
                return null;
            case At.Members when wanted && reader.TokenType == JsonTokenType.StartArray:
                at = At.Elements;
                return null;
            case At.Members:
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) at = At.PassingOver;
                return null;
            case At.PassingOver:
                if (reader.CurrentDepth == 1 && (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)) at = At.Members;
                return null;
            case At.Elements when reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.EndArray:
                (Found, at) = (true, At.End);
                return false;
            default:
                Element = buffer.AsMemory(start + elementStart, (int)reader.BytesConsumed - elementStart);
                return true;
        }
    }

    private bool TryReadElement(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        elementStart = (int)reader.TokenStartIndex;
        return reader.TrySkip();
    }

    private void Keep(Utf8JsonReader reader)
    {
        state = reader.CurrentState;
        start += (int)reader.BytesConsumed;
    }

    private void Fill()
    {
        if (start > 0) buffer.AsSpan(start, filled - start).CopyTo(buffer);
        (filled, start) = (filled - start, 0);
        if (filled == buffer.Length)
        {
            if (filled >= MaxLength) throw new JsonException($"an element is longer than {MaxLength} bytes");
            Array.Resize(ref buffer, filled * 2);
        }
        var first = filled == 0 && at == At.Start;
        var read = stream.ReadAtLeast(buffer.AsSpan(filled), first ? 3 : 1, throwOnEndOfStream: false);
        ended = read == 0;
        filled += read;
        if (first && buffer.AsSpan(0, filled).StartsWith(Encoding.UTF8.Preamble)) start = Encoding.UTF8.Preamble.Length;
    }
}
