using Npgsql;

namespace JourneyStore.Postgres.Tests.Schema;

/// <summary>What the catalog of the database says of a table, in the words of its own definitions.</summary>
internal sealed class Catalog(NpgsqlConnection connection)
{
    /// <summary>Columns in order: name, type, "not null" when it is, default.</summary>
    public Task<string[]> ColumnsAsync(string table) => ReadAsync(
        $"""
        select concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
          'default ' || pg_get_expr(d.adbin, d.adrelid))
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = '{table}'::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
        """);

    /// <summary>Primary and foreign keys, by name.</summary>
    public Task<string[]> KeysAsync(string table) => ReadAsync(
        $"""
        select conname || ': ' || pg_get_constraintdef(oid) from pg_constraint
        where conrelid = '{table}'::regclass and contype in ('p', 'f', 'u') order by conname
        """);

    /// <summary>Indexes that are no primary key, by name.</summary>
    public Task<string[]> IndexesAsync(string table) => ReadAsync(
        $"""
        select pg_get_indexdef(indexrelid) from pg_index where indrelid = '{table}'::regclass and not indisprimary order by 1
        """);

    public async Task<string[]> ReadAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return [.. rows];
    }
}
