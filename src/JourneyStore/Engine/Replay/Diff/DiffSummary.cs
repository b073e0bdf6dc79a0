using System.Globalization;
using System.Text.Json;

namespace JourneyStore.Engine.Replay.Diff;

/// <summary>
/// Sums up how rows differ: how many, which fields, which words (labels, tiers, outcomes), how the order changes, and a few rows for instance.
/// Takes pairs of rows one by
/// one and keeps a bounded size whatever their number. Not for concurrent use.
/// </summary>
/// <param name="rankedBy">The numeric property that orders rows, highest first; null: none does.</param>
/// <param name="readings">What else is read from the rows of both sides.</param>
public sealed class DiffSummary(string? rankedBy = null, params IReadOnlyList<RowReading> readings)
{
    /// <summary>Most fields told.</summary>
    public const int MostFields = 30;

    /// <summary>Most changes of words told.</summary>
    public const int MostWords = 30;

    /// <summary>Most rows told.</summary>
    public const int MostSamples = 5;

    /// <summary>Most places told, of either side.</summary>
    public const int MostPlaces = 10;

    private const int ValuesOfSample = 6;
    private const int MostTracked = 1_000;
    private const int LongestWord = 40;

    private readonly Dictionary<string, long> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Name, string From, string To), long> words = [];
    private readonly List<RowDiff> samples = [];
    private readonly FirstPlaces placesBefore = new(MostPlaces);
    private readonly FirstPlaces placesAfter = new(MostPlaces);
    private long rows;
    private long changed;
    private long added;
    private long removed;
    private long ranks;
    private readonly List<DecisionChange> decisions = [];
    private long asked;
    private long decidedOtherwise;

    /// <summary>What the pairs so far come to.</summary>
    public ViewDiff Result => new(
        rows, changed, added, removed,
        [.. fields.Select(one => new FieldDiff(one.Key, one.Value))
            .OrderByDescending(one => one.Rows).ThenBy(one => one.Field, StringComparer.Ordinal).Take(MostFields)],
        [.. words.Select(word => new WordDiff(word.Key.Kind, word.Key.Name, word.Key.From, word.Key.To, word.Value))
            .OrderByDescending(word => word.Rows)
            .ThenBy(word => $"{word.Kind} {word.Name} {word.From} {word.To}", StringComparer.Ordinal).Take(MostWords)],
        ranks == 0 ? null : new RankDiff(ranks, Places()),
        [.. samples])
    {
        Decisions = asked == 0 ? null : new DecisionsDiff(asked, decidedOtherwise, [.. decisions]),
    };

    /// <summary>Takes a row of both sides; equal ones too, for the number of rows and the places.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="before">The old row as UTF-8 JSON; null: there is none.</param>
    /// <param name="after">The new row; null: there is none.</param>
    /// <exception cref="JsonException">A row is no JSON.</exception>
    public void Add(string key, byte[]? before, byte[]? after)
    {
        rows++;
        if (rankedBy is null && before is not null && after is not null && before.AsSpan().SequenceEqual(after)) return;
        var (old, @new) = (FieldsOf(before), FieldsOf(after));
        if (rankedBy is not null) Rank(key, old, @new);
        if (old is null || @new is null)
        {
            if (old is null) added++;
            else removed++;
            // Of a row that only one side has, the values say what it is.
            Sample(key, old is null ? "added" : "removed", [.. (old ?? @new ?? []).Keys], old, @new);
            return;
        }
        var different = old.Keys.Union(@new.Keys).Where(field => old.GetValueOrDefault(field) != @new.GetValueOrDefault(field))
            .Order(StringComparer.Ordinal).ToList();
        if (different.Count == 0) return;
        changed++;
        foreach (var field in different)
        {
            Count(fields, field);
            if (IsWord(old.GetValueOrDefault(field)) && IsWord(@new.GetValueOrDefault(field)))
                Count(words, ("value", field, old[field], @new[field]));
        }
        foreach (var reading in readings) Read(reading, key, before!, after!);
        Sample(key, "changed", different, old, @new);
    }

    /// <summary>Takes what the policies decided about a customer whose row differs.</summary>
    /// <param name="changes">The decisions that come out differently; none: all stay as they are.</param>
    public void AddDecisions(IReadOnlyList<DecisionChange> changes)
    {
        asked++;
        if (changes.Count > 0) decidedOtherwise++;
        foreach (var change in changes)
        {
            Count(words, ("decision", change.Policy, change.From, change.To));
            if (decisions.Count < MostSamples) decisions.Add(change);
        }
    }

    private void Read(RowReading reading, string key, byte[] before, byte[] after)
    {
        var old = reading.Read(key, before).ToDictionary(one => one.Name, one => one.Word);
        foreach (var (name, word) in reading.Read(key, after))
            if (old.TryGetValue(name, out var was) && was != word) Count(words, (reading.Kind, name, was, word));
    }

    private void Rank(string key, Dictionary<string, string>? old, Dictionary<string, string>? @new)
    {
        var (before, after) = (RankOf(old), RankOf(@new));
        if (before is { } was) placesBefore.Add(key, was);
        if (after is { } @is) placesAfter.Add(key, @is);
        if (before != after) ranks++;
    }

    private double? RankOf(Dictionary<string, string>? row) =>
        row is not null && row.TryGetValue(rankedBy!, out var text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rank) ? rank : null;

    private List<PlaceDiff> Places()
    {
        var (before, after) = (placesBefore.Keys().ToList(), placesAfter.Keys().ToList());
        return [.. before.Union(after).Select(key => new PlaceDiff(key, Place(before, key), Place(after, key))).Where(place => place.From != place.To)
            .OrderBy(place => place.To ?? int.MaxValue).ThenBy(place => place.From)];

        static int? Place(List<string> keys, string key) => keys.IndexOf(key) is >= 0 and var at ? at + 1 : null;
    }

    // What people look for comes first: words and what the order hangs on, then the rest.
    private void Sample(string key, string what, List<string> different, Dictionary<string, string>? old, Dictionary<string, string>? @new)
    {
        if (samples.Count >= MostSamples) return;
        var first = different.OrderBy(field => IsWord((@new ?? old)!.GetValueOrDefault(field)) ? 0 : 1).Take(ValuesOfSample).ToList();
        samples.Add(new RowDiff(
            key, what, [.. first.Select(field => new ValueDiff(field, Shown(old, field), Shown(@new, field)))], different.Count - first.Count));
    }

    private static string? Shown(Dictionary<string, string>? row, string field) =>
        row is not null && row.TryGetValue(field, out var value) ? RowFields.Short(value) : null;

    private static Dictionary<string, string>? FieldsOf(byte[]? row)
    {
        if (row is null) return null;
        using var document = JsonDocument.Parse(row);
        return RowFields.Of(document.RootElement);
    }

    // A word begins with a letter and has no blank: a label, a tier, a state. Texts, ids and moments are none.
    private static bool IsWord(string? value) =>
        value is { Length: > 0 and <= LongestWord } && char.IsLetter(value[0]) && value is not ("true" or "false")
            && value.All(c => char.IsLetter(c) || c is '-' or '_');

    private static void Count<T>(Dictionary<T, long> counts, T what) where T : notnull
    {
        if (counts.TryGetValue(what, out var count)) counts[what] = count + 1;
        else if (counts.Count < MostTracked) counts[what] = 1;
    }
}
