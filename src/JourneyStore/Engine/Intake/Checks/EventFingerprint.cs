using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>
/// What an event says, in 128 bits: two events with the same (source, id) and the same fingerprint are one that was sent twice, two with different
/// ones are
/// two events whose producer gave them one id.
/// </summary>
/// <remarks>
/// <para>
/// The first 16 octets of SHA-256 over a version octet and then, each as a tag, a length and its octets: type; time as the producer gave it, in
/// microseconds
/// (absent when he gave none: the time of receipt differs from one sending to the next); customer and account, as the set of their identifiers;
/// process, case,
/// activity, actor, channel; schema version; whether the data is octets; the data.
/// </para>
/// <para>
/// Data counts by what it says and not by how it is written, which a database of JSON does not keep: members in the order of their names, numbers by
/// their
/// value (<c>1e2</c>, <c>100</c> and <c>100.0</c> are one), strings without escapes. No data and an empty object are one. Left out is what differs
/// between
/// two sendings of one event (<c>traceparent</c>, correlation and causation ids) and what only describes it (<c>subject</c>, <c>dataschema</c>, media
/// type, extensions).
/// </para>
/// <para>The form is for ever, because fingerprints are compared with stored ones; another form begins with another version octet.</para>
/// </remarks>
public static class EventFingerprint
{
    private const byte Version = 1;
    private static readonly byte[] NoData = "{}"u8.ToArray();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? bufferOfThread;

    /// <summary>The fingerprint of an event that passed the checks of the intake.</summary>
    /// <param name="candidate">The event; its time is the one that the producer gave, or null.</param>
    public static UInt128 Of(EventCandidate candidate)
    {
        var buffer = bufferOfThread ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        buffer.Write([Version]);
        Text(buffer, 't', candidate.Type);
        if (candidate.OccurredAt is { } time) Number(buffer, '@', time.UtcTicks / TimeSpan.TicksPerMicrosecond);
        Identifiers(buffer, 'c', candidate.Customer);
        Identifiers(buffer, 'o', candidate.Account);
        Text(buffer, 'p', candidate.Process);
        Text(buffer, 'i', candidate.CaseId);
        Text(buffer, 's', candidate.Activity);
        Text(buffer, 'a', candidate.Actor);
        Text(buffer, 'h', candidate.Channel);
        Number(buffer, 'v', candidate.SchemaVersion);
        if (candidate.DataIsBase64) buffer.Write("b"u8);
        CanonicalJson.Write(candidate.Data.IsEmpty ? NoData : candidate.Data, buffer);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        // What one large event needed is not kept for the small ones after it.
        if (buffer.Capacity > 1 << 20) bufferOfThread = null;
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>As it is written in rows and answers: 32 lower-case hexadecimal digits.</summary>
    public static string Written(UInt128 fingerprint) => fingerprint.ToString("x32", null);

    /// <summary>The fingerprint that was written; null: there is none, or it is no fingerprint.</summary>
    public static UInt128? Read(string? written) =>
        UInt128.TryParse(written, NumberStyles.AllowHexSpecifier, null, out var fingerprint) ? fingerprint : null;

    private static void Identifiers(ArrayBufferWriter<byte> buffer, char tag, IReadOnlyList<Identifier> identifiers)
    {
        if (identifiers.Count == 0) return;
        if (identifiers.Count == 1)
        {
            Text(buffer, tag, Written(identifiers[0]));
            return;
        }
        foreach (var written in identifiers.Select(Written).Distinct().Order(StringComparer.Ordinal)) Text(buffer, tag, written);
    }

    /// <summary>An identifier by what its writing says. Not the form in which it is compared: that follows rules and numbering plans of the day, and
    /// this is for ever.</summary>
    private static string Written(Identifier identifier) => (identifier.Type switch
    {
        IdentifierForm.Email => identifier with { Value = identifier.Value.ToLowerInvariant() },
        IdentifierForm.Phone when DialledNumber.Read(identifier.Value)?.International is { } number => identifier with { Value = number },
        _ => identifier,
    }).ToString();

    private static void Text(ArrayBufferWriter<byte> buffer, char tag, string? text)
    {
        if (text is null) return;
        var bytes = buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length) + 5);
        bytes[0] = (byte)tag;
        var length = Encoding.UTF8.GetBytes(text, bytes[5..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[1..], length);
        buffer.Advance(length + 5);
    }

    private static void Number(ArrayBufferWriter<byte> buffer, char tag, long number)
    {
        var bytes = buffer.GetSpan(9);
        bytes[0] = (byte)tag;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
        buffer.Advance(9);
    }
}
