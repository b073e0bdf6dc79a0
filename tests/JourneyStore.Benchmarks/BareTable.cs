using Npgsql;

namespace JourneyStore.Benchmarks;

/// <summary>
/// A table without its indexes and constraints while it is filled. An index over rows that are there is sorted once; one that grows with
/// the rows is looked up for each, and from some size on not in memory.
/// </summary>
internal sealed class BareTable : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly string[] restoring;

    private BareTable(NpgsqlConnection connection, string[] restoring) => (this.connection, this.restoring) = (connection, restoring);

    /// <summary>Takes them off; disposing puts them back as they were.</summary>
    public static async Task<BareTable> StripAsync(NpgsqlConnection connection, string table)
    {
        // A constraint brings its own index; what is left of the indexes stands alone. Keys come back before what may refer to them.
        var found = new List<(string Drop, string Restore)>();
        await using (var command = new NpgsqlCommand(
            """
            select format('alter table %s drop constraint %I', conrelid::regclass, conname), format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), contype <> 'p'
            from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'f')
            union all
            select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), true
            from pg_index i where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = i.indexrelid and conrelid = i.indrelid)
            order by 3
            """, connection))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) found.Add((reader.GetString(0), reader.GetString(1)));
        }
        foreach (var (drop, _) in found) await LargeLog.ExecuteAsync(connection, drop);
        return new BareTable(connection, [.. found.Select(part => part.Restore)]);
    }

    public async ValueTask DisposeAsync()
    {
        await LargeLog.ExecuteAsync(connection, "set maintenance_work_mem = '256MB'");
        foreach (var sql in restoring) await LargeLog.ExecuteAsync(connection, sql);
    }
}
