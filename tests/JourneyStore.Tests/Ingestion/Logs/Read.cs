using System.IO.Compression;
using System.Text;
using System.Text.Json;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>Reads logs that are written in a test.</summary>
internal static class Read
{
    public static LogMap Map(string json) => LogMap.Parse(Encoding.UTF8.GetBytes(json));

    public static Task<List<LogItem>> Text(string name, string text, string map) => Bytes(name, Encoding.UTF8.GetBytes(text), Map(map));

    public static Task<List<LogItem>> Bytes(string name, byte[] bytes, LogMap? map, CloudEventLine? line = null) => Bytes(name, bytes, map, [], line);

    /// <summary>Reads and keeps what is remarked on the way.</summary>
    public static async Task<List<LogItem>> Bytes(string name, byte[] bytes, LogMap? map, List<string> remarks, CloudEventLine? line = null)
    {
        var items = new List<LogItem>();
        var input = new LogInput(name, bytes.Length, () => new MemoryStream(bytes)) { Remark = remarks.Add };
        await foreach (var item in LogFile.ReadAsync(input, map, line)) items.Add(item);
        return items;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        return packed.ToArray();
    }

    public static List<EventCandidate> Events(this IEnumerable<LogItem> items) => [.. items.Where(i => i.Event is not null).Select(i => i.Event!)];

    public static List<LogReject> Rejects(this IEnumerable<LogItem> items) => [.. items.Where(i => i.Reject is not null).Select(i => i.Reject!)];

    public static string DataText(this EventCandidate e) => Encoding.UTF8.GetString(e.Data.Span);

    public static JsonElement DataJson(this EventCandidate e) => JsonDocument.Parse(e.Data).RootElement;
}
