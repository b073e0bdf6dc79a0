using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace JourneyStore.Ingestion.Logs;

/// <summary>A 64-bit fingerprint of a text that is the same on every machine and in every run, so that it can stand in an event id.</summary>
internal static class RowHash
{
    public static ulong Of(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // UTF-16 little-endian on every platform .NET runs on.
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
