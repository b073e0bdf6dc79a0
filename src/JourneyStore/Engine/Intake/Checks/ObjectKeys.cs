using System.Text.Json;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>
/// The keys of the objects that are open while a JSON value is walked, to find a key that comes twice. Few keys are compared one by
/// one as written, without a string being made; an object with many gets a hash set, so that a hostile object costs no more than its length.
/// </summary>
internal sealed class ObjectKeys
{
    private const int Many = 24;

    private readonly int[] firstOf = new int[DataCheck.MaxDepth + 1];
    private readonly HashSet<string>?[] manyOf = new HashSet<string>?[DataCheck.MaxDepth + 1];
    private Key[] keys = new Key[64];
    private int count;
    private int open;

    private readonly record struct Key(int Start, int Length, bool Escaped);

    public void Clear()
    {
        count = open = 0;
        Array.Clear(manyOf);
    }

    public void Open()
    {
        firstOf[open] = count;
        manyOf[open++] = null;
    }

    public void Close() => count = firstOf[--open];

    /// <summary>Adds a key of the innermost object; false when it has it already.</summary>
    /// <param name="json">The whole text that is walked.</param>
    /// <param name="start">Where the key's content starts, after its quote.</param>
    /// <param name="length">Its length as written.</param>
    /// <param name="escaped">Whether it has escapes.</param>
    public bool Add(ReadOnlySpan<byte> json, int start, int length, bool escaped)
    {
        var key = new Key(start, length, escaped);
        var first = firstOf[open - 1];
        if (manyOf[open - 1] is { } many) return many.Add(Text(json, key));
        for (var i = first; i < count; i++)
            if (Same(json, keys[i], key)) return false;
        if (count == keys.Length) Array.Resize(ref keys, count * 2);
        keys[count++] = key;
        if (count - first == Many) manyOf[open - 1] = Gather(json, first);
        return true;
    }

    private HashSet<string> Gather(ReadOnlySpan<byte> json, int first)
    {
        var gathered = new HashSet<string>(Many * 2, StringComparer.Ordinal);
        for (var i = first; i < count; i++) gathered.Add(Text(json, keys[i]));
        return gathered;
    }

    private static bool Same(ReadOnlySpan<byte> json, Key a, Key b) =>
        a.Escaped || b.Escaped
            ? Text(json, a) == Text(json, b)
            : a.Length == b.Length && json.Slice(a.Start, a.Length).SequenceEqual(json.Slice(b.Start, b.Length));

    private static string Text(ReadOnlySpan<byte> json, Key key)
    {
        var reader = new Utf8JsonReader(json.Slice(key.Start - 1, key.Length + 2));
        reader.Read();
        return reader.GetString()!;
    }
}
