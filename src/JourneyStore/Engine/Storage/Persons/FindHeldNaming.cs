using JourneyStore.Engine.Storage.Held;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>Held events whose envelope or data names a person, a page by number.</summary>
internal static class FindHeldNaming
{
    /// <summary>From parameters $1 (tenant) and $2 (<see cref="Engine.Persons.NamePattern.OfText"/>).</summary>
    private const string Named = "h.tenant_id = $1 and (h.headers::text ~* $2 or h.data::text ~* $2)";

    public static async Task<IReadOnlyList<StoredHeld>> PageAsync(
        NpgsqlConnection connection, string tenant, string pattern, long after, long upTo, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select {ReadHeld.Columns}, null::varchar from js_held h where {Named} and h.number > $3 and h.number <= $4 order by h.number limit $5",
            Sql.Text(tenant), Sql.Text(pattern), Sql.Number(after), Sql.Number(upTo), Sql.Number(limit));
        var page = new List<StoredHeld>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) page.Add(ReadHeld.Read(reader));
        return page;
    }
}
