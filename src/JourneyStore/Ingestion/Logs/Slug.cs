using System.Globalization;
using System.Text;

namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// Makes a word that can stand in an event type from a step's name: <c>Resolve ticket</c> becomes <c>resolve-ticket</c>. Two names stay two
/// words: a blank is a hyphen, and every other character that is no ASCII letter or digit is spelled as its UTF-16 code, <c>u00fc</c>. Only
/// capitals of ASCII are the same as small letters, because types are written small.
/// </summary>
internal static class Slug
{
    /// <summary>Longest word; a longer one is cut and ends in a fingerprint of the whole name, so that a type keeps within its limit.</summary>
    public const int MaxLength = 120;

    private const int CodeLength = 4;

    public static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            // A letter u that reads like the beginning of a code is spelled as one, or two names could be one word.
            if (c is 'u' or 'U' && ReadsLikeCode(name.AsSpan(i + 1))) Spell(slug, 'u');
            else if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (c == ' ') slug.Append('-');
            else Spell(slug, c);
        }
        if (slug.Length <= MaxLength) return slug.Length == 0 ? "unnamed" : slug.ToString();
        slug.Length = MaxLength;
        return slug.Append('-').Append(RowHash.Of(name).ToString("x16", CultureInfo.InvariantCulture)).ToString();
    }

    private static void Spell(StringBuilder slug, char c) => slug.Append('u').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));

    private static bool ReadsLikeCode(ReadOnlySpan<char> rest)
    {
        if (rest.Length < CodeLength) return false;
        foreach (var c in rest[..CodeLength])
            if (!char.IsAsciiHexDigit(c)) return false;
        return true;
    }
}
