using System.Buffers.Binary;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>The rows of several views as one value: each with its length in front.</summary>
internal static class CheckpointRows
{
    public static byte[] Join(IReadOnlyList<byte[]> rows)
    {
        var joined = new byte[rows.Sum(row => sizeof(int) + row.Length)];
        var rest = joined.AsSpan();
        foreach (var row in rows)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, row.Length);
            row.CopyTo(rest[sizeof(int)..]);
            rest = rest[(sizeof(int) + row.Length)..];
        }
        return joined;
    }

    public static ReadOnlyMemory<byte>[] Split(ReadOnlyMemory<byte> joined, int rows)
    {
        var parts = new ReadOnlyMemory<byte>[rows];
        for (var i = 0; i < parts.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(joined.Span);
            parts[i] = joined.Slice(sizeof(int), length);
            joined = joined[(sizeof(int) + length)..];
        }
        return parts;
    }
}
