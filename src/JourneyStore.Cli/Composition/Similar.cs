namespace JourneyStore.Cli.Composition;

/// <summary>Finds the word that somebody most likely meant.</summary>
internal static class Similar
{
    private const int MostEdits = 2;

    /// <summary>The closest of the known words: one that begins with what was given, or one at most two edits away; null: none is near.</summary>
    public static string? To(string given, IEnumerable<string> known)
    {
        var words = known.Distinct(StringComparer.Ordinal).ToList();
        var typed = given.ToLowerInvariant();
        var begun = typed.TrimStart('-').Length > 1 ? words.FirstOrDefault(word => word.StartsWith(typed, StringComparison.Ordinal)) : null;
        if (begun is not null) return begun;
        var near = words.Select(word => (Word: word, Edits: Edits(typed, word)))
            .Where(one => one.Edits <= Math.Min(MostEdits, one.Word.TrimStart('-').Length / 2));
        return near.OrderBy(one => one.Edits).Select(one => one.Word).FirstOrDefault();
    }

    // Letters left out, put in, changed, or two neighbours swapped (optimal string alignment).
    private static int Edits(string from, string to)
    {
        var at = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) at[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) at[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = from[i - 1] == to[j - 1] ? 0 : 1;
                at[i, j] = Math.Min(Math.Min(at[i - 1, j], at[i, j - 1]) + 1, at[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) at[i, j] = Math.Min(at[i, j], at[i - 2, j - 2] + 1);
            }
        return at[from.Length, to.Length];
    }
}
