using System.IO.Compression;

namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>One entry of a zip archive, unpacked as it is read; closing it closes the archive and the file with it.</summary>
internal sealed class ZipEntryStream : ForwardStream
{
    private readonly ZipArchive archive;
    private readonly Stream entry;
    private readonly long length;
    private long read;

    public ZipEntryStream(Stream packed, string name)
    {
        archive = new ZipArchive(packed, ZipArchiveMode.Read);
        var entry = archive.GetEntry(name)!;
        (this.entry, length) = (entry.Open(), entry.Length);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = entry.Read(buffer);
        this.read += read;
        if (read == 0 && buffer.Length > 0 && this.read != length)
            throw new InvalidDataException($"the entry has {length} bytes by the archive's list, and {this.read} came out");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            entry.Dispose();
            archive.Dispose();
        }
        base.Dispose(disposing);
    }
}
