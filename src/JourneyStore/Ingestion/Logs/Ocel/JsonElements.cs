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

    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _filled;
    private bool _ended;
    private At _at;
    private int _elementStart;
    private bool _wanted;
    private JsonReaderState _state = new(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

    /// <summary>Whether the array was there, and read to its end.</summary>
    public bool Found { get; private set; }

    /// <summary>Names of the outermost object's members that were met, at most a hundred.</summary>
    public IReadOnlyCollection<string> Members => _members;

    /// <summary>The element's bytes; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlyMemory<byte> Element { get; private set; }

    /// <summary>Goes to the next element; false: the array has ended, or there is none.</summary>
    /// <exception cref="JsonException">The text is no JSON, or ends too early.</exception>
    public bool Next()
    {
        while (_at != At.End)
        {
            if (_filled == 0 && !_ended) Fill();
            if (Step()) return true;
        }
        return false;
    }

    /// <summary>Reads what the buffer holds; true: an element is complete.</summary>
    private bool Step()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _filled - _start), _ended, _state);
        while (true)
        {
            var before = reader;
            if (_at == At.Elements ? !TryReadElement(ref reader) : !reader.Read())
            {
                // Nothing of a half element is used up: it is read anew, from its beginning, when there is more of it.
                Keep(_at == At.Elements ? before : reader);
                if (_ended) throw new JsonException("the text ends before its last brace");
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
        switch (_at)
        {
            case At.Start:
                if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("expected an object at the outermost level");
                _at = At.Members;
                return null;
            case At.Members when reader.TokenType == JsonTokenType.EndObject:
                _at = At.End;
                return false;
            case At.Members when reader.TokenType == JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                if (_members.Count < 100) _members.Add(name);
                _wanted = name == member;
                return null;
            case At.Members when _wanted && reader.TokenType == JsonTokenType.StartArray:
                _at = At.Elements;
                return null;
            case At.Members:
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) _at = At.PassingOver;
                return null;
            case At.PassingOver:
                if (reader.CurrentDepth == 1 && (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)) _at = At.Members;
                return null;
            case At.Elements when reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.EndArray:
                (Found, _at) = (true, At.End);
                return false;
            default:
                Element = _buffer.AsMemory(_start + _elementStart, (int)reader.BytesConsumed - _elementStart);
                return true;
        }
    }

    private bool TryReadElement(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        _elementStart = (int)reader.TokenStartIndex;
        return reader.TrySkip();
    }

    private void Keep(Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
    }

    private void Fill()
    {
        if (_start > 0) _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
        (_filled, _start) = (_filled - _start, 0);
        if (_filled == _buffer.Length)
        {
            if (_filled >= MaxLength) throw new JsonException($"an element is longer than {MaxLength} bytes");
            Array.Resize(ref _buffer, _filled * 2);
        }
        var first = _filled == 0 && _at == At.Start;
        var read = stream.ReadAtLeast(_buffer.AsSpan(_filled), first ? 3 : 1, throwOnEndOfStream: false);
        _ended = read == 0;
        _filled += read;
        if (first && _buffer.AsSpan(0, _filled).StartsWith(Encoding.UTF8.Preamble)) _start = Encoding.UTF8.Preamble.Length;
    }
}
