using System.Text.Json;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Projections;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>Rows of <c>js_erasures</c>, called <c>x</c>.</summary>
internal static class ReadErasures
{
    public const string Columns = "x.number, x.id, x.customer_id, x.erased_by, x.why, x.begun_at, x.done_at, x.counts, x.without_row";

    /// <summary>How many columns that are.</summary>
    public const int Width = 9;

    public static Task<List<ErasureReceipt>> PageAsync(NpgsqlConnection connection, string tenant, long after, int limit, CancellationToken ct) =>
        AllAsync(connection.Command(
            $"select {Columns} from js_erasures x where x.tenant_id = $1 and x.number > $2 order by x.number limit $3",
            Sql.Text(tenant), Sql.Number(after), Sql.Number(limit)), ct);

    /// <summary>A customer's, the newest first.</summary>
    public static Task<List<ErasureReceipt>> OfCustomerAsync(NpgsqlConnection connection, string tenant, string customer, CancellationToken ct) =>
        AllAsync(connection.Command(
            $"select {Columns} from js_erasures x where x.tenant_id = $1 and x.customer_id = $2 order by x.number desc limit 1000",
            Sql.Text(tenant), Sql.Text(customer)), ct);

    public static ErasureReceipt Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), EventRow.Moment(reader, 5),
        reader.IsDBNull(6) ? null : EventRow.Moment(reader, 6), JsonSerializer.Deserialize<ErasureCounts>(reader.GetString(7), ViewJson.Options)!)
    {
        WithoutRow = reader.GetFieldValue<string[]>(8),
    };

    private static async Task<List<ErasureReceipt>> AllAsync(NpgsqlCommand asking, CancellationToken ct)
    {
        await using var command = asking;
        var found = new List<ErasureReceipt>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(Read(reader));
        return found;
    }
}
