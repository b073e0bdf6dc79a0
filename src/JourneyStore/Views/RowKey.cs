using System.Security.Cryptography;
using System.Text;

namespace JourneyStore.Views;

/// <summary>Keys of rows that are made of several words.</summary>
public static class RowKey
{
    /// <summary>Most bytes of a key in UTF-8: an index of a database takes no key of any length, and words of producers may be long.</summary>
    public const int MostBytes = 600;

    private const int HashBytes = 16;

    /// <summary>
    /// The words with a slash between; <c>%</c> and <c>/</c> within a word are percent-encoded (RFC 3986). A key that would be longer than
    /// <see cref="MostBytes"/> is its beginning, <c>~</c>, and the hash of the whole.
    /// </summary>
    public static string Of(params ReadOnlySpan<string> words)
    {
        var key = words.Length == 1 ? Encode(words[0]) : string.Join('/', words.ToArray().Select(Encode));
        // No character has more than three bytes a UTF-16 unit.
        return key.Length * 3 <= MostBytes || Encoding.UTF8.GetByteCount(key) <= MostBytes ? key : Shorten(key);
    }

    private static string Shorten(string key)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        var end = MostBytes - 1 - 2 * HashBytes;
        while ((utf8[end] & 0xC0) == 0x80) end--;
        return $"{Encoding.UTF8.GetString(utf8, 0, end)}~{Convert.ToHexStringLower(SHA256.HashData(utf8).AsSpan(0, HashBytes))}";
    }

    private static string Encode(string word) =>
        word.AsSpan().IndexOfAny('%', '/') < 0 ? word : word.Replace("%", "%25").Replace("/", "%2F");
}
