namespace JourneyStore.Ingestion.Logs;

/// <summary>The codes of <see cref="LogReject"/>. They are a promise: programs and people sort rejects by them.</summary>
public static class LogRejectCodes
{
    /// <summary>The file or archive entry is truncated or damaged; what stands behind the damage was not read.</summary>
    public const string FileBroken = "file.broken";

    /// <summary>An entry of an archive that does not look like an event log; it was not read.</summary>
    public const string EntrySkipped = "file.entry-skipped";

    /// <summary>The file holds nothing of the expected format.</summary>
    public const string FileEmpty = "file.empty";

    /// <summary>The file says that it is in an encoding that is not known; it was not read.</summary>
    public const string FileEncoding = "file.encoding";

    /// <summary>Columns that the map names are not in the header; the file was not read.</summary>
    public const string ColumnsMissing = "csv.columns-missing";

    /// <summary>A row has more or fewer fields than the header.</summary>
    public const string ColumnCount = "csv.column-count";

    /// <summary>A quoted field is never closed, or text follows its closing quote.</summary>
    public const string Quote = "csv.quote";

    /// <summary>A row is longer than a row may be.</summary>
    public const string RowTooLong = "csv.row-too-long";

    /// <summary>A row holds bytes that are not text in the file's encoding.</summary>
    public const string Encoding = "csv.encoding";

    /// <summary>An event or its trace holds bytes that are no text in the file's encoding.</summary>
    public const string XesEncoding = "xes.encoding";

    /// <summary>The XML ends early or is not well formed; what stands behind that place was not read.</summary>
    public const string BrokenXml = "xes.broken-xml";

    /// <summary>The root element is not <c>log</c>.</summary>
    public const string NotXes = "xes.not-a-log";

    /// <summary>The JSON ends early or is not well formed; what stands behind that place was not read.</summary>
    public const string BrokenJson = "ocel.broken-json";

    /// <summary>The document is not OCEL 2.0 JSON.</summary>
    public const string NotOcel = "ocel.not-a-log";

    /// <summary>An event of the log lacks a member that OCEL requires, or has it in another type.</summary>
    public const string OcelEvent = "ocel.event";

    /// <summary>An event of the log holds bytes or escapes that are no text.</summary>
    public const string OcelEncoding = "ocel.encoding";

    /// <summary>A line is longer than an event may be.</summary>
    public const string LineTooLong = "ndjson.line-too-long";

    /// <summary>A line of a rejects file is broken, so that its record cannot be found.</summary>
    public const string BrokenRecord = "rejects.broken";

    /// <summary>The id template found a value missing.</summary>
    public const string IdMissing = "id.missing";

    /// <summary>The row has no case id, which the map needs for it.</summary>
    public const string CaseMissing = "case.missing";

    /// <summary>The row has no event type.</summary>
    public const string TypeMissing = "type.missing";

    /// <summary>The row has no time.</summary>
    public const string TimeMissing = "time.missing";

    /// <summary>The time is in none of the map's formats.</summary>
    public const string TimeUnreadable = "time.unreadable";

    /// <summary>An identifier is longer than an identifier may be, or holds a NUL.</summary>
    public const string Identifier = "identifier.unusable";

    /// <summary>A value is not what the map says that it is (a number, a time, true or false).</summary>
    public const string Value = "value.unreadable";

    /// <summary>An event is larger than an event may be.</summary>
    public const string TooLarge = "event.too-large";

    /// <summary>The row is, to the last character, an earlier row of its case; it tells nothing new.</summary>
    public const string RowRepeated = "row.repeated";

    /// <summary>A row of a rejects file was rejected before its case was known: what it changes can be told in the log only.</summary>
    public const string CaseUnknown = "case.unknown";

    /// <summary>The case's earlier rows lie too far back to be remembered, so nothing can be derived from this one.</summary>
    public const string CaseForgotten = "case.forgotten";
}
