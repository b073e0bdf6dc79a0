namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// The words that databases, statistics programs and spreadsheets write where they have no value. They name nobody and count nothing; in
/// a text they are text, because <c>NA</c> is a country too. A map that says what is <c>missing</c> says it instead of them.
/// </summary>
internal static class NothingWords
{
    public static IReadOnlySet<string> Usual { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "\\N", "NULL", "Null", "null", "(null)", "<null>", "[null]", "NA", "N/A", "n/a", "#N/A", "#NA", "NaN", "nan", "None", "nil",
    };
}
