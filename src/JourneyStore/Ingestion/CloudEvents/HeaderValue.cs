using System.Text;
using System.Text.Unicode;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>Values of HTTP headers as the HTTP binding of CloudEvents writes attributes: quotes taken off, then one round of percent-decoding.</summary>
public static class HeaderValue
{
    /// <summary>Reads a header's value as the text of an attribute.</summary>
    /// <param name="written">As it stands in the header.</param>
    /// <param name="text">The text when the answer is true.</param>
    /// <returns>False when a quote does not end, a percent sign is followed by no two hexadecimal digits, or the octets are not UTF-8.</returns>
    public static bool TryDecode(string written, out string text)
    {
        text = written.Trim(' ', '\t');
        if (text.StartsWith('"') && !TryUnquote(text, out text)) return false;
        return !text.Contains('%') || TryUnescape(text, out text);
    }

    private static bool TryUnquote(string quoted, out string text)
    {
        var unquoted = new StringBuilder(quoted.Length);
        text = "";
        for (var i = 1; i < quoted.Length; i++)
        {
            if (quoted[i] == '"')
            {
                text = unquoted.ToString();
                return i == quoted.Length - 1;
            }
            if (quoted[i] == '\\' && ++i == quoted.Length) return false;
            unquoted.Append(quoted[i]);
        }
        return false;
    }

    private static bool TryUnescape(string escaped, out string text)
    {
        text = "";
        var octets = new byte[Encoding.UTF8.GetByteCount(escaped)];
        var count = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '%')
            {
                var run = escaped.AsSpan(i);
                var length = run.IndexOf('%') is var end && end < 0 ? run.Length : end;
                count += Encoding.UTF8.GetBytes(run[..length], octets.AsSpan(count));
                i += length - 1;
                continue;
            }
            if (i + 2 >= escaped.Length || !char.IsAsciiHexDigit(escaped[i + 1]) || !char.IsAsciiHexDigit(escaped[i + 2])) return false;
            octets[count++] = Convert.FromHexString(escaped.AsSpan(i + 1, 2))[0];
            i += 2;
        }
        if (!Utf8.IsValid(octets.AsSpan(0, count))) return false;
        text = Encoding.UTF8.GetString(octets.AsSpan(0, count));
        return true;
    }
}
