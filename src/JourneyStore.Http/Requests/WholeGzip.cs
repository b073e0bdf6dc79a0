using System.IO.Compression;

namespace JourneyStore.Http.Requests;

/// <summary>
/// Unpacks a gzip body and knows whether it was whole. The platform's own stream passes a body that was cut off for one that ended, and does not look
/// at what stands behind its end. So one more member, known to us, is put behind the body: RFC 1952 has members follow one another, and this one
/// comes
/// out at the very end exactly when the body ended where a member ends.
/// </summary>
internal static class WholeGzip
{
    private static readonly byte[] Mark = "the end of a whole body, as JourneyStore knows it"u8.ToArray();
    private static readonly byte[] PackedMark = Pack(Mark);

    /// <summary>How many bytes more than the body come out of <see cref="Unpack"/>.</summary>
    public static int ExtraBytes => Mark.Length;

    /// <summary>The unpacked body, and behind it what <see cref="TryTrim"/> takes off.</summary>
    /// <param name="packed">The body; not closed with the answer.</param>
    public static GZipStream Unpack(Stream packed) => new(new MarkedStream(packed), CompressionMode.Decompress);

    /// <summary>Takes the mark off what came out; false: the body was cut off, or empty, or has something behind its end that is no gzip.</summary>
    public static bool TryTrim(ref ReadOnlyMemory<byte> unpacked)
    {
        if (!unpacked.Span.EndsWith(Mark)) return false;
        unpacked = unpacked[..^Mark.Length];
        return true;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>The body, then the mark. A body without a byte is no gzip, and gets none.</summary>
    private sealed class MarkedStream(Stream body) : Stream
    {
        private bool any;
        private int? marked;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.IsEmpty) return 0;
            if (marked is null)
            {
                if (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                {
                    any = true;
                    return read;
                }
                marked = any ? 0 : PackedMark.Length;
            }
            var rest = PackedMark.AsMemory(marked.Value);
            var take = Math.Min(rest.Length, buffer.Length);
            rest[..take].CopyTo(buffer);
            marked += take;
            return take;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a body is read without blocking");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
