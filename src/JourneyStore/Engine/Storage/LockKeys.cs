using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace JourneyStore.Engine.Storage;

/// <summary>Keys of our advisory locks.</summary>
internal static class LockKeys
{
    public static long Of(string name) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"journeystore projection {name}")));
}
