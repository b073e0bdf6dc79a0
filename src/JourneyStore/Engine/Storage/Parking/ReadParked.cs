using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Parking;

/// <summary>Parked groups, by number; and how many there are.</summary>
internal static class ReadParked
{
    private const int CountUpTo = 100_000;

    /// <summary>Of <c>js_parked p</c>.</summary>
    public const string Columns =
        "p.number, p.projection, p.tenant_id, p.group_key, p.subject, p.seq_id, p.event_type, p.reason, p.since, p.tries, p.folded_to";

    public static async Task<IReadOnlyList<StoredParked>> PageAsync(NpgsqlConnection connection, ParkedQuery query, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            select {Columns} from js_parked p
            where p.generation = 'living' and p.number > $4
              and ($1::varchar is null or p.tenant_id = $1) and ($2::varchar is null or p.projection = $2)
              and ($3::varchar is null or p.group_key = $3 or p.subject = $3)
            order by p.number {(query.NewestFirst ? "desc" : "asc")} limit $5
            """,
            Sql.Text(query.Tenant), Sql.Text(query.Projection), Sql.Text(query.Group), Sql.Number(query.NewestFirst ? 0 : query.After),
            Sql.Number(query.Limit));
        return await ReadAllAsync(command, ct);
    }

    /// <summary>All of a view's rows in use.</summary>
    public static async Task<IReadOnlyList<StoredParked>> OfViewAsync(NpgsqlConnection connection, string view, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select {Columns} from js_parked p where p.generation = 'living' and p.projection = $1 order by p.number", Sql.Text(view));
        return await ReadAllAsync(command, ct);
    }

    /// <summary>How many a view's next generation has parked, and the first of them by position.</summary>
    public static async Task<NextParked> OfNextAsync(NpgsqlConnection connection, string view, int samples, CancellationToken ct)
    {
        await using var count = connection.Command("select count(*) from js_parked where projection = $1 and generation = 'next'", Sql.Text(view));
        var all = (long)(await count.ExecuteScalarAsync(ct))!;
        if (all == 0) return NextParked.None;
        await using var command = connection.Command(
            $"select {Columns} from js_parked p where p.generation = 'next' and p.projection = $1 order by p.seq_id, p.number limit $2",
            Sql.Text(view), Sql.Number(samples));
        return new NextParked(all, [.. (await ReadAllAsync(command, ct)).Select(parked => parked.Parked)]);
    }

    /// <summary>How many every projection has parked, of one tenant or of all. It is asked for every two seconds,
    /// so it counts no further than anybody needs to know that something is very wrong.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountAsync(NpgsqlConnection connection, string? tenant, CancellationToken ct)
    {
        var counts = new Dictionary<string, long>();
        await using var command = connection.Command(
            $"""
            select projection, count(*) from (
              select projection from js_parked where generation = 'living' and ($1::varchar is null or tenant_id = $1) limit {CountUpTo}) p group by projection
            """,
            Sql.Text(tenant));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) counts.Add(reader.GetString(0), reader.GetInt64(1));
        return counts;
    }

    public static StoredParked Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        new ParkedGroup(
            new GroupKey(reader.GetString(2), reader.GetString(3)), reader.GetString(4), reader.GetInt64(5), reader.GetString(6), reader.GetString(7),
            EventRow.Moment(reader, 8), reader.GetInt32(9), reader.GetInt64(10)));

    private static async Task<List<StoredParked>> ReadAllAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var parked = new List<StoredParked>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) parked.Add(Read(reader));
        return parked;
    }
}
