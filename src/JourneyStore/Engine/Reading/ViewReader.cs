using System.Globalization;
using System.Text;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Reading;

/// <summary>Reads rows of any read model by keyset.</summary>
internal sealed class ViewReader(Database storage, IReadOnlyDictionary<string, ViewTable> tables)
{
    public async Task<ViewPage> PageAsync(string tenant, string view, int limit, string? after, CancellationToken ct)
    {
        Limits.Check(limit, nameof(limit));
        var table = Table(view);
        var position = await PositionAsync(table, ct);
        var rows = await storage.ReadViewAsync(tenant, table, limit + 1, after is null ? null : Parse(after), ct);
        var next = rows.Count > limit ? Write(rows[limit - 1]) : null;
        return new ViewPage(view, [.. rows.Take(limit).Select(row => row.Row)], next, position);
    }

    public async Task<ViewRow> RowAsync(string tenant, string view, string key, CancellationToken ct)
    {
        var table = Table(view);
        return await storage.ReadViewRowAsync(tenant, table, key, ct)
            ?? (await OwnIdAsync(tenant, table, key, ct) is { } own ? await storage.ReadViewRowAsync(tenant, table, own, ct) : null)
            ?? throw new NotFoundException(
                "unknown-row", $"View '{view}' has no row '{key}'; expected {(table.HasState ? "a key" : "a customer's id or identifier (type:value)")}.");
    }

    /// <summary>Our id of the customer that a key names in any other way; null: it names none, or the rows are not customers'.</summary>
    private async Task<string?> OwnIdAsync(string tenant, ViewTable table, string key, CancellationToken ct)
    {
        if (table.HasState) return null;
        if (!CustomerRef.TryParse(key, out var customer, out _))
        {
            // Whoever escapes an identifier once, for its own sake, and forgets that a path is escaped too, is understood as well.
            var value = key.IndexOf(':') + 1;
            var escaped = value == 0 ? key : key[..value] + Uri.EscapeDataString(key[value..]);
            if (!CustomerRef.TryParse(escaped, out customer, out _)) return null;
        }
        return await storage.ResolveAsync(tenant, customer, ct);
    }

    public ViewTable Table(string view) =>
        tables.TryGetValue(view, out var table)
            ? table
            : throw new NotFoundException("unknown-view", $"There is no view '{view}'; there are {string.Join(", ", tables.Keys.Order())}.");

    private async Task<long> PositionAsync(ViewTable table, CancellationToken ct)
    {
        var progress = (await storage.ReadProgressAsync(ct)).FirstOrDefault(p => p.Projection == table.Name && p.Generation == Generation.Living);
        if (table.Async) return progress?.Position ?? 0;
        return progress is null or { IsToBuild: true } ? 0 : await storage.ReadHighestPositionAsync(ct);
    }

    private static string Write(RankedRow row) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{row.Rank.ToString("R", CultureInfo.InvariantCulture)} {row.Row.Key}"))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static RowCursor Parse(string cursor)
    {
        try
        {
            var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
            var text = new UTF8Encoding(false, true).GetString(Convert.FromBase64String(padded));
            var space = text.IndexOf(' ');
            if (space > 0 && double.TryParse(text[..space], NumberStyles.Float, CultureInfo.InvariantCulture, out var rank) && !text.Contains('\0'))
                return new RowCursor(rank, text[(space + 1)..]);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // Answered below, as any other cursor that is none.
        }
        throw new BadParameterException("after", $"A cursor is the 'next' of an earlier page, found '{cursor}'.");
    }
}
