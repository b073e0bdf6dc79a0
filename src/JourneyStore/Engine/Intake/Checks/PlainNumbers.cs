using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>
/// Numbers as a database of exact numbers writes them: without exponent, and zero without a sign. The digits after the point stay as many
/// as were written, moved by the exponent.
/// </summary>
public static class PlainNumbers
{
    /// <summary>Whether a number that a JSON reader has accepted is written so already.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> number) =>
        !number.ContainsAny((byte)'e', (byte)'E') && !(number[0] == '-' && !number.ContainsAnyInRange((byte)'1', (byte)'9'));

    /// <summary>A value that passed <see cref="DataCheck"/>, with all its numbers plain and all else as it was.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        var written = new ArrayBufferWriter<byte>(json.Length + 64);
        var reader = new Utf8JsonReader(json.Span, DataCheck.Reading);
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.Number || IsPlain(reader.ValueSpan)) continue;
            var start = (int)reader.TokenStartIndex;
            written.Write(json.Span[copied..start]);
            Write(reader.ValueSpan, written);
            copied = start + reader.ValueSpan.Length;
        }
        written.Write(json.Span[copied..]);
        return written.WrittenMemory;
    }

    private static void Write(ReadOnlySpan<byte> number, ArrayBufferWriter<byte> written)
    {
        var isZero = true;
        var (digits, scale, exponent) = (new List<byte>(number.Length), 0, 0);
        var afterPoint = false;
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[i];
            if (c is (byte)'e' or (byte)'E')
            {
                Utf8Parser.TryParse(number[(number[i + 1] == '+' ? i + 2 : i + 1)..], out exponent, out _);
                break;
            }
            if (c == '.') afterPoint = true;
            if (c is < (byte)'0' or > (byte)'9') continue;
            digits.Add(c);
            if (afterPoint) scale++;
            if (c != '0') isZero = false;
        }
        scale -= exponent;
        while (!isZero && scale < 0)
        {
            digits.Add((byte)'0');
            scale++;
        }
        scale = Math.Max(scale, 0);
        // At least one digit stands before the point, and no zero that says nothing.
        if (digits.Count <= scale) digits.InsertRange(0, Enumerable.Repeat((byte)'0', scale + 1 - digits.Count));
        while (digits.Count > scale + 1 && digits[0] == '0') digits.RemoveAt(0);
        if (number[0] == '-' && !isZero) written.Write("-"u8);
        for (var i = 0; i < digits.Count; i++)
        {
            if (i == digits.Count - scale) written.Write("."u8);
            written.Write([digits[i]]);
        }
    }
}
