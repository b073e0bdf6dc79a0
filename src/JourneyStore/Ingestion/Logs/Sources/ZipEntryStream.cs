using System.IO.Compression;

namespace JourneyStore.Ingestion.Logs.Sources;

/// <summary>One entry of a zip archive, unpacked as it is read; closing it closes the archive and the file with it.</summary>
internal sealed class ZipEntryStream : ForwardStream
{
    private readonly ZipArchive _archive;
    private readonly Stream _entry;

    public ZipEntryStream(Stream packed, string name)
    {
        _archive = new ZipArchive(packed, ZipArchiveMode.Read);
        _entry = _archive.GetEntry(name)!.Open();
    }

    public override int Read(Span<byte> buffer) => _entry.Read(buffer);

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
