using JourneyStore.Ingestion.Logs.Sources;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>
/// The attributes of a log, trace or event by key. One that stands within another is called <c>outer/inner</c>; a key that repeats
/// becomes <c>key#2</c>. Bounded: an element of any size must not fill the memory.
/// </summary>
internal sealed class XesAttributes
{
    /// <summary>Most attributes of one element.</summary>
    public const int MaxCount = 2_000;

    /// <summary>Most characters of one element's attributes together.</summary>
    public const int MaxLength = 256 * 1024;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _length;

    /// <summary>Whether there was more than fits.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether bytes that are no text stand in a value.</summary>
    public bool HasNotText { get; private set; }

    public void Clear()
    {
        _values.Clear();
        (_length, IsCut, HasNotText) = (0, false, false);
    }

    public void Add(string key, string value)
    {
        (key, value) = (Padding.Strip(key) ?? "", Padding.Strip(value) ?? "");
        if (value.Contains(TextEncodings.NotText)) HasNotText = true;
        _length += key.Length + value.Length;
        if (_values.Count >= MaxCount || _length > MaxLength) IsCut = true;
        else _values[ColumnNames.Unique(key, _values.ContainsKey)] = value;
    }

    public string? Get(string key) => _values.GetValueOrDefault(key);

    /// <summary>The attributes in a line, for a reject.</summary>
    public override string ToString() => string.Join("; ", _values.Select(value => $"{value.Key}={value.Value}"));
}
