using System.Buffers.Binary;
using JourneyStore.Engine;

namespace JourneyStore.Testing;

/// <summary>
/// Ids that are the same in every run: version 7 in form, the moment first, then the seed and a counter in place of chance. Two sources with
/// different seeds never give the same id. Safe for concurrent use; which caller gets which id then depends on who comes first.
/// </summary>
/// <param name="seed">Tells sources apart.</param>
public sealed class SeededIds(int seed) : IIdSource
{
    private const int CounterBits = 42;
    private long given;

    /// <inheritdoc />
    public Guid New(DateTimeOffset now)
    {
        Span<byte> octets = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(octets, now.ToUnixTimeMilliseconds() << 16);
        // RFC 9562: the version in the high half of octet 6, the variant in the two high bits of octet 8; the seed fills what is between.
        BinaryPrimitives.WriteUInt16BigEndian(octets[6..], (ushort)(0x7000 | seed >>> 20));
        var last = 0x8000L << 48 | (seed & 0xFFFFFL) << CounterBits | Interlocked.Increment(ref given);
        BinaryPrimitives.WriteInt64BigEndian(octets[8..], last);
        return new Guid(octets, bigEndian: true);
    }
}
