using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using JourneyStore.Events;

namespace JourneyStore.Engine.Persons;

/// <summary>
/// Finds where a text names a person: by one of our ids if they are given, by an identifier as it is written (<c>type:value</c>), or by its
/// value alone when that is long
/// enough to be nobody else's. Without case, and only as a whole: <c>crm:12</c> does not name <c>crm:1</c>, nor <c>mary.ann@x.org</c>
/// <c>ann@x.org</c>.
/// </summary>
internal sealed class NamePattern
{
    /// <summary>Fewest characters of a value that is looked for without its type.</summary>
    public const int ShortestAlone = 6;

    /// <summary>What stands where a name stood.</summary>
    public const string Blank = "erased";

    private readonly Regex regex;

    private NamePattern(string[] words)
    {
        regex = new Regex(
            words.Length == 0 ? "(?!)"
                : @"(?<![\p{L}\p{Nd}._%+-])(?:" + string.Join('|', words.Select(word => Regex.Escape(word) + End(word, @"\p{L}\p{Nd}"))) + ")",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        OfText = OfServer(words, word => JsonEncodedText.Encode(word, JsonEscapes).ToString());
        OfOctets = OfServer(words, InOctets);
    }

    private static System.Text.Encodings.Web.JavaScriptEncoder JsonEscapes => System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>As PostgreSQL's regular expression, for JSON as text.</summary>
    public string OfText { get; }

    /// <summary>As PostgreSQL's regular expression, for octets as <c>encode(…, 'escape')</c> writes them.</summary>
    public string OfOctets { get; }

    /// <param name="streams">Our ids.</param>
    /// <param name="identifiers">Identifiers, written.</param>
    public static NamePattern Of(IEnumerable<string> streams, IEnumerable<string> identifiers)
    {
        var words = new SortedSet<string>(streams, StringComparer.Ordinal);
        foreach (var written in identifiers)
        {
            words.Add(written);
            if (!Identifier.TryParse(written, out var identifier, out _)) continue;
            words.Add($"{identifier.Type}:{identifier.Value}");
            if (identifier.Value.Length >= ShortestAlone) words.Add(identifier.Value);
        }
        return new NamePattern([.. words]);
    }

    /// <summary>True when the text names the person.</summary>
    public bool Names(string text) => regex.IsMatch(text);

    /// <summary>The text with something else in the places of names; itself when there are none.</summary>
    public string Without(string text) => regex.Replace(text, Blank);

    // Nothing stands behind the end of a text.
    private static string OfServer(string[] words, Func<string, string> written) => words.Length == 0 ? @"\Zx"
        : "(?<![[:alnum:]._%+-])(?:" + string.Join('|', words.Select(word => Escaped(written(word)) + End(word, "[:alnum:]"))) + ")";

    // A number may go on behind a hyphen; an address of mail does not, but behind a point.
    private static string End(string word, string letters) => $"(?![{letters}]|{(word.Contains('@') ? @"\." : "[.-]")}[{letters}])";

    private static string Escaped(string word)
    {
        var escaped = new StringBuilder(word.Length + 8);
        foreach (var c in word)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c)) escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    private static string InOctets(string word)
    {
        var written = new StringBuilder(word.Length + 8);
        foreach (var octet in Encoding.UTF8.GetBytes(word))
            if (octet >= 0x80) written.Append('\\').Append(Convert.ToString(octet, 8));
            else if (octet == (byte)'\\') written.Append(@"\\");
            else written.Append((char)octet);
        return written.ToString();
    }
}
