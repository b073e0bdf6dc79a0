using System.Text;
using System.Text.Unicode;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>
/// Values of HTTP headers as the HTTP binding of CloudEvents writes attributes: quotes taken off, then one round of percent-decoding. Clients that
/// write texts
/// as they are, are understood too: a quote that is not the first and last of a whole quoted string is a quote, and a percent sign that no two
/// hexadecimal
/// digits follow is a percent sign.
/// </summary>
public static class HeaderValue
{
    /// <summary>Reads a header's value as the text of an attribute.</summary>
    /// <param name="written">As it stands in the header.</param>
    /// <param name="text">The text when the answer is true.</param>
    /// <returns>False when percent-encoded octets are not UTF-8.</returns>
    public static bool TryDecode(string written, out string text)
    {
        text = written.Trim(' ', '\t');
        if (text.StartsWith('"') && Unquoted(text) is { } within) text = within;
        return !text.Contains('%') || TryUnescape(text, out text);
    }

    /// <summary>What a quoted string quotes; null: the text is none from its first to its last character.</summary>
    private static string? Unquoted(string quoted)
    {
        var unquoted = new StringBuilder(quoted.Length);
        for (var i = 1; i < quoted.Length; i++)
        {
            if (quoted[i] == '"') return i == quoted.Length - 1 ? unquoted.ToString() : null;
            if (quoted[i] == '\\' && ++i == quoted.Length) return null;
            unquoted.Append(quoted[i]);
        }
        return null;
    }

    private static bool TryUnescape(string escaped, out string text)
    {
        text = "";
        var octets = new byte[Encoding.UTF8.GetByteCount(escaped)];
        var count = 0;
        for (var i = 0; i < escaped.Length;)
        {
            if (escaped[i] == '%' && i + 2 < escaped.Length && char.IsAsciiHexDigit(escaped[i + 1]) && char.IsAsciiHexDigit(escaped[i + 2]))
            {
                octets[count++] = Convert.FromHexString(escaped.AsSpan(i + 1, 2))[0];
                i += 3;
                continue;
            }
            var next = escaped.IndexOf('%', i + 1);
            var run = escaped.AsSpan(i, (next < 0 ? escaped.Length : next) - i);
            count += Encoding.UTF8.GetBytes(run, octets.AsSpan(count));
            i += run.Length;
        }
        if (!Utf8.IsValid(octets.AsSpan(0, count))) return false;
        text = Encoding.UTF8.GetString(octets.AsSpan(0, count));
        return true;
    }
}
