using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// Positions for a batch, drawn when nothing can fail any more but the machine: a number that is drawn and not committed holds up Marten's
/// projections for seconds,
/// until it is proved that nobody will use it. Identifiers are bound before: who was first has bound them.
/// </summary>
internal static class DrawPositions
{
    /// <summary>So many as $1 says.</summary>
    public const string Statement = "select nextval('mt_events_sequence') from generate_series(1, $1)";

    private static readonly string BindIdentifiers =
        $"""
        insert into js_identifiers (tenant_id, identifier, customer_id, stream_id, bound_at)
        select u.t, u.i, u.c, u.c, $4 from {Sql.Rows("t", "i", "c")} u
        """;

    public static async Task<IReadOnlyList<long>> RunAsync(NpgsqlConnection connection, BatchDraw draw, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (draw.Identifiers.Count > 0)
        {
            var bound = draw.Identifiers
                .OrderBy(b => b.Identifier.Tenant, StringComparer.Ordinal).ThenBy(b => b.Identifier.Identifier, StringComparer.Ordinal).ToArray();
            batch.Add(
                BindIdentifiers,
                Sql.Texts(bound.Column(b => (string?)b.Identifier.Tenant)),
                Sql.Texts(bound.Column(b => (string?)b.Identifier.Identifier)),
                Sql.Texts(bound.Column(b => (string?)b.Customer)),
                Sql.Moment(draw.At));
        }
        batch.Add(Statement, Sql.Number(draw.Positions));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await ReadAsync(reader, draw.Positions, ct);
    }

    public static async Task<IReadOnlyList<long>> ReadAsync(NpgsqlDataReader reader, int count, CancellationToken ct)
    {
        var positions = new List<long>(count);
        while (await reader.ReadAsync(ct)) positions.Add(reader.GetInt64(0));
        positions.Sort();
        return positions;
    }
}
