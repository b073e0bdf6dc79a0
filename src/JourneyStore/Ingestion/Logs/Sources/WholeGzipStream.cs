using System.Buffers.Binary;
using System.IO.Compression;

namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>
/// Unpacks gzip and notices when it was cut off, which the platform's own stream passes off as the end. Otherwise the half row before
/// the cut would be read as a row, perhaps with half a number in it.
/// </summary>
/// <param name="packed">The packed bytes.</param>
/// <param name="reopen">Opens the packed bytes again.</param>
internal sealed class WholeGzipStream(Stream packed, Func<Stream> reopen) : ForwardStream
{
    private readonly TailStream tail = new(packed);
    private GZipStream? unpacked;
    private uint length;
    private bool isChecked;

    public override int Read(Span<byte> buffer)
    {
        unpacked ??= new GZipStream(tail, CompressionMode.Decompress);
        var read = unpacked.Read(buffer);
        length += (uint)read;
        if (read == 0 && buffer.Length > 0 && !isChecked)
        {
            isChecked = true;
            if (!IsWhole()) throw new InvalidDataException("the gzip stream ends in the middle, or bytes that are no gzip follow it");
        }
        return read;
    }

    /// <summary>
    /// A gzip member ends in its unpacked length. Where that does not fit, the file has several members, or was cut off: with one
    /// more member put behind it, that one comes out at the end of a whole file only.
    /// </summary>
    private bool IsWhole()
    {
        if (tail.Last is { } length && length == this.length) return true;
        var mark = "the end of a whole file"u8.ToArray();
        using var again = new GZipStream(new ConcatenatedStream(reopen(), Packed(mark)), CompressionMode.Decompress);
        var (end, buffer) = (Array.Empty<byte>(), new byte[64 * 1024]);
        try
        {
            for (int read; (read = again.Read(buffer)) > 0;)
            {
                byte[] last = [.. end, .. buffer.AsSpan(0, read)];
                end = last[Math.Max(0, last.Length - mark.Length)..];
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }
        return end.AsSpan().SequenceEqual(mark);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked?.Dispose();
            packed.Dispose();
        }
        base.Dispose(disposing);
    }

    private static MemoryStream Packed(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        stream.Position = 0;
        return stream;
    }

    /// <summary>Remembers the last four bytes that went through it.</summary>
    private sealed class TailStream(Stream inner) : ForwardStream
    {
        private readonly byte[] last = new byte[4];
        private long count;

        public uint? Last => count < 4 ? null : BinaryPrimitives.ReadUInt32LittleEndian(last);

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            count += read;
            if (read >= 4) buffer.Slice(read - 4, 4).CopyTo(last);
            else if (read > 0)
            {
                last.AsSpan(read).CopyTo(last);
                buffer[..read].CopyTo(last.AsSpan(4 - read));
            }
            return read;
        }
    }
}
