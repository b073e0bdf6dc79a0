using System.Diagnostics.CodeAnalysis;

namespace JourneyStore.Events;

/// <summary>
/// One way in which somebody outside names a customer: a free, lower-case type (<c>email</c>, <c>phone</c>, <c>crm</c>, …) and a value.
/// Written <c>type:value</c>; in a value <c>,</c> <c>:</c> and <c>%</c> are percent-encoded. Padding (<see cref="Padding"/>) around type and value is
/// nothing, percent-encoded or not, and a value of nothing else names nobody. The type <c>id</c> names our own customer id.
/// </summary>
/// <param name="Type">Lower-case letters, digits, <c>-</c> <c>_</c> <c>.</c>; 1 to 64 characters.</param>
/// <param name="Value">The decoded value, 1 to 512 characters, without padding, compared in the form of its type (<see cref="IdentifierForm"/>).</param>
public readonly record struct Identifier(string Type, string Value)
{
    /// <summary>The type that names our own customer id.</summary>
    public const string OwnType = "id";

    /// <summary>Longest type, in characters.</summary>
    public const int MaxTypeLength = 64;

    /// <summary>Longest decoded value, in characters.</summary>
    public const int MaxValueLength = 512;

    /// <summary>The written form, <c>type:value</c> with the value percent-encoded where it must be.</summary>
    public override string ToString() => $"{Type}:{Encode(Value)}";

    /// <summary>Reads one written identifier.</summary>
    /// <param name="text">For instance <c>email:ann@example.org</c>.</param>
    /// <param name="identifier">The identifier when the answer is true.</param>
    /// <param name="problem">What was expected and found when the answer is false.</param>
    public static bool TryParse(string text, out Identifier identifier, [NotNullWhen(false)] out string? problem)
    {
        identifier = default;
        var colon = text.IndexOf(':');
        if (colon <= 0)
        {
            problem = $"expected type:value, found '{Shorten(text)}'";
            return false;
        }
        var type = Padding.Strip(text.AsSpan(0, colon)).ToString();
        if (type.Length is 0 or > MaxTypeLength || !IsWord(type))
        {
            problem = $"an identifier type is 1 to {MaxTypeLength} of a-z 0-9 - _ . , found '{Shorten(type)}'";
            return false;
        }
        if (!TryDecode(Padding.Strip(text.AsSpan(colon + 1)), out var value))
        {
            problem = $"',' ':' and '%' in a value are percent-encoded as UTF-8, found '{Shorten(text)}'";
            return false;
        }
        value = Padding.Strip(value) ?? "";
        if (value.Length == 0)
        {
            problem = $"an identifier names somebody by a value after its type, found none in '{Shorten(text)}'; leave it out when it is not known";
            return false;
        }
        if (value.Length > MaxValueLength || value.Contains('\0'))
        {
            problem = $"an identifier value has 1 to {MaxValueLength} characters and no NUL, found {value.Length} in '{Shorten(text)}'";
            return false;
        }
        identifier = new Identifier(type, value);
        problem = null;
        return true;
    }

    /// <summary>Reads a comma-separated list of identifiers, as the <c>customer</c> and <c>account</c> attributes carry them.</summary>
    /// <param name="text">For instance <c>crm:42,email:ann@example.org</c>. Every item has a type and a value: an empty item is a problem, not
    /// nothing.</param>
    /// <param name="identifiers">The identifiers in the order written, repeats dropped.</param>
    /// <param name="problem">What was expected and found when the answer is false.</param>
    public static bool TryParseList(string text, out Identifier[] identifiers, [NotNullWhen(false)] out string? problem)
    {
        identifiers = [];
        var read = new List<Identifier>(2);
        foreach (var part in text.Split(','))
        {
            if (!TryParse(part, out var one, out problem)) return false;
            if (read.Contains(one)) continue;
            if (read.Count == MaxInOneList)
            {
                problem = $"at most {MaxInOneList} identifiers in one list";
                return false;
            }
            read.Add(one);
        }
        identifiers = [.. read];
        problem = null;
        return true;
    }

    /// <summary>Most identifiers in one list.</summary>
    public const int MaxInOneList = 32;

    /// <summary>Escapes what a list would cut at.</summary>
    private static string Encode(string value) =>
        value.AsSpan().IndexOfAny(",:%") < 0 ? value : value.Replace("%", "%25").Replace(",", "%2C").Replace(":", "%3A");

    private static bool TryDecode(ReadOnlySpan<char> written, out string value)
    {
        value = "";
        if (written.IndexOfAny(',', ':') >= 0) return false;
        for (var i = written.IndexOf('%'); i >= 0 && i < written.Length; i++)
            if (written[i] == '%' && (i + 2 >= written.Length || !char.IsAsciiHexDigit(written[i + 1]) || !char.IsAsciiHexDigit(written[i + 2])))
                return false;
        value = Uri.UnescapeDataString(written.ToString());
        // Octets that are not UTF-8 stay escaped: such a value would read differently when it is written again.
        return !HasLoneSurrogate(value);
    }

    private static bool HasLoneSurrogate(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 >= value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return true;
            i++;
        }
        return false;
    }

    private static bool IsWord(string type)
    {
        foreach (var c in type)
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.')) return false;
        return true;
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
