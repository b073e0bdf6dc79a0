using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>The identifiers of streams, a page by their text.</summary>
internal static class ReadIdentifiers
{
    public static async Task<IReadOnlyList<(string Identifier, DateTimeOffset BoundAt)>> PageAsync(
        NpgsqlConnection connection, string tenant, IReadOnlyList<string> streams, string after, int limit, CancellationToken ct)
    {
        await using var command = connection.Command(
            """
            select i.identifier, i.bound_at from js_identifiers i
            where i.tenant_id = $1 and i.customer_id = any($2) and i.identifier > $3 order by i.identifier limit $4
            """,
            Sql.Text(tenant), Sql.Texts([.. streams]), Sql.Text(after), Sql.Number(limit));
        var page = new List<(string, DateTimeOffset)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) page.Add((reader.GetString(0), EventRow.Moment(reader, 1)));
        return page;
    }
}
