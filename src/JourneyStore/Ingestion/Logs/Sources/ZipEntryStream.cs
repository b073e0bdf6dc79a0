using System.IO.Compression;

namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>One entry of a zip archive, unpacked as it is read; closing it closes the archive and the file with it.</summary>
internal sealed class ZipEntryStream : ForwardStream
{
    private readonly ZipArchive _archive;
    private readonly Stream _entry;
    private readonly long _length;
    private long _read;

    public ZipEntryStream(Stream packed, string name)
    {
        _archive = new ZipArchive(packed, ZipArchiveMode.Read);
        var entry = _archive.GetEntry(name)!;
        (_entry, _length) = (entry.Open(), entry.Length);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _entry.Read(buffer);
        _read += read;
        if (read == 0 && buffer.Length > 0 && _read != _length)
            throw new InvalidDataException($"the entry has {_length} bytes by the archive's list, and {_read} came out");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _entry.Dispose();
            _archive.Dispose();
        }
        base.Dispose(disposing);
    }
}
