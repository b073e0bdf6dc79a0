using System.Buffers;
using JourneyStore.Events;
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

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Characters of all of them together.</summary>
    public int Length { get; private set; }

    /// <summary>Whether there was more than fits.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether bytes that are no text stand in a value.</summary>
    public bool HasNotText { get; private set; }

    public void Clear()
    {
        values.Clear();
        (Length, IsCut, HasNotText) = (0, false, false);
    }

    public void Add(string key, string value)
    {
        (key, value) = (Padding.Strip(key) ?? "", Padding.Strip(value) ?? "");
        if (value.Contains(TextEncodings.NotText)) HasNotText = true;
        Length += key.Length + value.Length;
        if (values.Count >= MaxCount || Length > MaxLength) IsCut = true;
        else values[ColumnNames.Unique(key, values.ContainsKey)] = value;
    }

    public string? Get(string key) => values.GetValueOrDefault(key);

    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>A fingerprint that is the same in whatever order the attributes stand.</summary>
    public ulong Print()
    {
        string[] keys = [.. values.Keys];
        Array.Sort(keys, StringComparer.Ordinal);
        var all = ArrayPool<char>.Shared.Rent(keys.Sum(key => key.Length + values[key].Length + 2));
        var end = 0;
        foreach (var key in keys)
        {
            Append(key, '\u001f');
            Append(values[key], '\u001e');
        }
        var print = RowHash.Of(all.AsSpan(0, end));
        ArrayPool<char>.Shared.Return(all);
        return print;

        void Append(string text, char mark)
        {
            text.CopyTo(all.AsSpan(end));
            end += text.Length;
            all[end++] = mark;
        }
    }

    /// <summary>Writes them as XES does. Of which kind each was is forgotten: reading asks for texts.</summary>
    public void Write(XesWriter xml)
    {
        foreach (var (key, value) in values) xml.Empty("string", ("key", key), ("value", value));
    }

    /// <summary>The attributes in a line, for a reject.</summary>
    public override string ToString() => string.Join("; ", values.Select(value => $"{value.Key}={value.Value}"));
}
