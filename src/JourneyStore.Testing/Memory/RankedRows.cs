using System.Text.Json;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>A page of rows: by rank, highest first, where the view has one; else by key.</summary>
internal static class RankedRows
{
    public static IReadOnlyList<RankedRow> Page(MemoryView rows, string tenant, ViewTable view, int limit, RowCursor? after)
    {
        var ranked = rows.Rows.Where(row => row.Key.Tenant == tenant)
            .Select(row => new RankedRow(RankOf(view, row.Value.Json), new ViewRow(row.Key.Key, row.Value.Version, row.Value.Json)))
            .OrderByDescending(row => row.Rank).ThenBy(row => row.Row.Key, StringComparer.Ordinal);
        return [.. ranked.Where(row => after is null || IsAfter(row, after)).Take(limit)];
    }

    private static bool IsAfter(RankedRow row, RowCursor after) =>
        row.Rank < after.Rank || (row.Rank.Equals(after.Rank) && string.CompareOrdinal(row.Row.Key, after.Key) > 0);

    private static double RankOf(ViewTable view, byte[] json)
    {
        if (view.RankedBy is null) return 0;
        using var row = JsonDocument.Parse(json);
        return row.RootElement.TryGetProperty(view.RankedBy, out var rank) ? rank.GetDouble() : 0;
    }
}
