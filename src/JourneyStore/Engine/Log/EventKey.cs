using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace JourneyStore.Engine.Log;

/// <summary>
/// Names of fixed length: an event by (tenant, source, id), a case by (tenant, process, case id), a delivery by (reaction, event). The first 16
/// octets of SHA-256 over the
/// parts, each preceded by its length, marked as UUID version 8 (RFC 9562, section 5.8). The same parts always give the same key, which
/// is also the event's id in the log: a repeated event carries a repeated id. 122 bits of SHA-256 make an accidental meeting of two
/// different events less likely than 1 in 10^18 among a billion.
/// </summary>
public static class EventKey
{
    /// <summary>The key of an event.</summary>
    public static Guid OfEvent(string tenant, string source, string id) => Hash(tenant, source, id);

    /// <summary>The key of a case; null without a process or a case id.</summary>
    public static Guid? OfCase(string tenant, string? process, string? caseId) =>
        process is null || caseId is null ? null : Hash(tenant, process, caseId);

    /// <summary>The idempotency key with which a reaction delivers an event.</summary>
    public static Guid OfReaction(string reaction, Guid @event) => Hash("reaction", reaction, @event.ToString());

    private static Guid Hash(string one, string two, string three)
    {
        var size = Encoding.UTF8.GetMaxByteCount(one.Length + two.Length + three.Length) + 12;
        var rented = size > 1024 ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> bytes = rented ?? stackalloc byte[1024];
        var used = Put(bytes, one);
        used += Put(bytes[used..], two);
        used += Put(bytes[used..], three);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..used], hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static int Put(Span<byte> into, string part)
    {
        var length = Encoding.UTF8.GetBytes(part, into[4..]);
        BitConverter.TryWriteBytes(into, length);
        return length + 4;
    }
}
