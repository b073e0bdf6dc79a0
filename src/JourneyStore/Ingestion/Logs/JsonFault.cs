using System.Text.Json;

namespace JourneyStore.Ingestion.Logs;

/// <summary>Says where JSON is broken as people count: lines and bytes from 1.</summary>
internal static class JsonFault
{
    /// <summary>The place and what is wrong there.</summary>
    public static string Words(JsonException fault)
    {
        var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (end < 0 || fault.LineNumber is not { } line) return fault.Message;
        return $"line {line + 1}, byte {fault.BytePositionInLine + 1}: {fault.Message[..end]}";
    }
}
