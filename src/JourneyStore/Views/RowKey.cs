namespace JourneyStore.Views;

/// <summary>Keys of rows that are made of several words.</summary>
public static class RowKey
{
    /// <summary>The words with a slash between; <c>%</c> and <c>/</c> within a word are percent-encoded (RFC 3986).</summary>
    public static string Of(params ReadOnlySpan<string> words) =>
        words.Length == 1 ? Encode(words[0]) : string.Join('/', words.ToArray().Select(Encode));

    private static string Encode(string word) =>
        word.AsSpan().IndexOfAny('%', '/') < 0 ? word : word.Replace("%", "%25").Replace("/", "%2F");
}
