using System.Text;
using System.Text.Unicode;

namespace JourneyStore.Http.Requests;

/// <summary>
/// Reads UTF-8, and what is none as Latin-1: every octet is some text. For headers that nobody here looks at, so that an event is not lost because a
/// proxy or a
/// client writes its own name with an umlaut.
/// </summary>
internal sealed class OctetsAsText : Encoding
{
    /// <summary>The one of them.</summary>
    public static Encoding Instance { get; } = new OctetsAsText();

    private OctetsAsText()
    {
    }

    public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        UTF8.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => Of(bytes.AsSpan(index, count)).GetCharCount(bytes, index, count);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Of(bytes.AsSpan(byteIndex, byteCount)).GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount);

    public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);

    private static Encoding Of(ReadOnlySpan<byte> octets) => Utf8.IsValid(octets) ? UTF8 : Latin1;
}
