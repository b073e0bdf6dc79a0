using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>
/// A JSON value in a form that depends on what it says only: members in the ordinal order of their names, strings without escapes and preceded by
/// their
/// length, numbers by their value. For comparing, not for reading.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Writes the form of a value that passed <see cref="DataCheck"/>.</summary>
    public static void Write(ReadOnlyMemory<byte> json, ArrayBufferWriter<byte> into)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DataCheck.MaxDepth + 1 });
        Write(document.RootElement, into);
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> into)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                into.Write("{"u8);
                var members = value.EnumerateObject().ToArray();
                Array.Sort(members, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
                foreach (var member in members)
                {
                    Text(member.Name, into);
                    Write(member.Value, into);
                }
                into.Write("}"u8);
                break;
            case JsonValueKind.Array:
                into.Write("["u8);
                foreach (var item in value.EnumerateArray()) Write(item, into);
                into.Write("]"u8);
                break;
            case JsonValueKind.String:
                Text(value.GetString()!, into);
                break;
            case JsonValueKind.Number:
                Number(value, into);
                break;
            default:
                into.Write(value.ValueKind switch { JsonValueKind.True => "t"u8, JsonValueKind.False => "f"u8, _ => "n"u8 });
                break;
        }
    }

    private static void Text(string text, ArrayBufferWriter<byte> into)
    {
        var bytes = into.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length) + 5);
        bytes[0] = (byte)'"';
        var length = Encoding.UTF8.GetBytes(text, bytes[5..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[1..], length);
        into.Advance(length + 5);
    }

    /// <summary>Sign, digits without zeros around them, and the power of ten of the last one: zero is <c>0</c>, 1.50 is <c>15e-1</c>, 1e2 and 100 are
    /// <c>1e2</c>.</summary>
    private static void Number(JsonElement value, ArrayBufferWriter<byte> into)
    {
        var written = value.GetRawText();
        var digits = new List<byte>(written.Length);
        var (power, afterPoint) = (0, false);
        for (var i = 0; i < written.Length; i++)
        {
            var c = written[i];
            if (c is 'e' or 'E')
            {
                power += int.Parse(written.AsSpan(i + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            }
            if (c == '.') afterPoint = true;
            if (!char.IsAsciiDigit(c)) continue;
            if (afterPoint) power--;
            if (digits.Count > 0 || c != '0') digits.Add((byte)c);
        }
        while (digits.Count > 0 && digits[^1] == '0')
        {
            digits.RemoveAt(digits.Count - 1);
            power++;
        }
        into.Write("#"u8);
        if (digits.Count == 0)
        {
            into.Write("0;"u8);
            return;
        }
        if (written[0] == '-') into.Write("-"u8);
        into.Write(digits.ToArray());
        into.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"e{power};")));
    }
}
