using System.Globalization;
using System.Text;

namespace JourneyStore.Ingestion.Logs;

/// <summary>Makes a word that can stand in an event type from a step's name: <c>Resolve ticket</c> becomes <c>resolve-ticket</c>.</summary>
internal static class Slug
{
    public static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            // Two names that differ must stay two types, so a letter outside ASCII is spelled out rather than dropped.
            else if (c > 127 && char.IsLetterOrDigit(c)) slug.Append('u').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        while (slug.Length > 0 && slug[^1] == '-') slug.Length--;
        return slug.Length == 0 ? "unnamed" : slug.ToString();
    }
}
