namespace JourneyStore.Ingestion.Logs.Ocel;

/// <summary>Recognises object-centric logs in other shapes than OCEL 2.0 JSON, so that a refusal says which it met and what to do.</summary>
internal static class OcelVariant
{
    private const int HeadLength = 16;

    /// <summary>What is wrong with a file that is no JSON at all, by how it begins; null: it may be JSON.</summary>
    public static string? Of(Func<Stream> open)
    {
        Span<byte> bytes = stackalloc byte[HeadLength];
        using var stream = open();
        ReadOnlySpan<byte> head = bytes[..stream.ReadAtLeast(bytes, HeadLength, throwOnEndOfStream: false)];
        if (head.StartsWith("SQLite format 3"u8)) return Other("an SQLite database");
        if (head.StartsWith("\ufeff"u8)) head = head["\ufeff"u8.Length..];
        return head.TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? Other("XML") : null;
    }

    /// <summary>What a JSON object has in place of the list that was looked for.</summary>
    public static string Words(IReadOnlyCollection<string> members)
    {
        var found = members.Count == 0 ? "nothing" : string.Join(", ", members.Take(10));
        return members.Any(name => name.StartsWith("ocel:", StringComparison.Ordinal)) ? $"{found} (this is OCEL 1.0: convert it to 2.0)" : found;
    }

    private static string Other(string what) => $"expected OCEL 2.0 as JSON, found {what}; export the log as JSON, or name the right 'format' in the map";
}
