using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Parking;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>Makes, promotes and throws away the tables that a rebuild fills beside those in use.</summary>
internal static class Generations
{
    private const string Next = ViewTables.NextSuffix;

    public static async Task BeginAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Whoever skips an event looks under the same lock whether a next generation is being made.
        await using var living = connection.Command("select 1 from js_views where name = $1 and generation = 'living' for update", Sql.Text(view.Name));
        await living.ExecuteNonQueryAsync(ct);
        await using var erasing = connection.Command("select 1 from js_erasures where done_at is null limit 1");
        if (await erasing.ExecuteScalarAsync(ct) is not null) throw RebuildBeside.BesideErasure(view.Name);
        // Progress of an earlier shadow would say that these empty tables are finished.
        await ForgetAsync(connection, view, ct);
        await Execute(connection, Drop(view) + Create(view), ct);
        await using var register = connection.Command(
            "insert into js_views (name, generation, version) values ($1, 'next', $2) on conflict (name, generation) do update set version = excluded.version, problem = null",
            Sql.Text(view.Name), Sql.Text(view.Version));
        await register.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The rows in use have no version from now on, as those of a view that comes to a store with customers have none.</summary>
    public static async Task<long?> LeaveToBuildAsync(NpgsqlConnection connection, IReadOnlyList<ViewTable> views, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"""
            with all_views as (select name, version from js_views where name = any($1) and generation = 'living'),
            left_alone as (
              update js_views set version = '' where name = any($1) and generation = 'living'
              and (not exists (select from mt_streams) or not exists (select from all_views where version <> '')) returning 1)
            select case when exists (select from left_alone) then {ViewTables.Switches(views)} end
            """,
            Sql.Texts(views.Column(view => (string?)view.Name)));
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    public static async Task SetProgressAsync(NpgsqlConnection connection, ViewTable view, long position, CancellationToken ct)
    {
        await using var command = connection.Command(
            "insert into mt_event_progression (name, last_seq_id) values ($1, $2) on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = transaction_timestamp()",
            Sql.Text(ViewTables.Progress(view.Name, Generation.Next)), Sql.Number(position));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Inside a transaction: the next tables take the names of those in use, which are dropped.</summary>
    public static async Task SwitchAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        var sql = Rename(ViewTables.Rows(view));
        if (view.HasState) sql += Rename(ViewTables.States(view));
        await Execute(connection, sql, ct);
        await using var register = connection.Command(
            """
            with next as (delete from js_views where name = $1 and generation = 'next' returning version)
            update js_views v set version = next.version, problem = null, switches = v.switches + 1 from next where v.name = $1 and v.generation = 'living'
            """,
            Sql.Text(view.Name));
        await register.ExecuteNonQueryAsync(ct);
        await Parts.ForgetAsync(connection, view, ct);
    }

    /// <summary>Inside a transaction: keeps everybody from the tables in use, states before rows as the projections take them.</summary>
    public static Task LockAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        var tables = view.HasState ? $"{ViewTables.States(view)}, {ViewTables.Rows(view)}" : ViewTables.Rows(view);
        return Execute(connection, $"lock table {tables} in access exclusive mode", ct);
    }

    /// <summary>
    /// Inside a transaction: the progress in use stands where the next generation does; its parked groups take the place of theirs. The rows are
    /// locked in the order in which the projection's batches lock them.
    /// </summary>
    public static async Task<bool> SwitchProgressAsync(NpgsqlConnection connection, ViewTable view, bool evenBehind, CancellationToken ct)
    {
        var living = new Dictionary<string, long>();
        long? next = null;
        await using (var locked = connection.Command(
            """
            select p.name, coalesce(p.last_seq_id, 0) from mt_event_progression p
            where p.name in ($1, $2)
            order by p.name for update
            """,
            Sql.Text(ViewTables.Progress(view.Name, Generation.Living)), Sql.Text(ViewTables.Progress(view.Name, Generation.Next))))
        await using (var reader = await locked.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
                if (reader.GetString(0) == ViewTables.Progress(view.Name, Generation.Next)) next = reader.GetInt64(1);
                else living.Add(reader.GetString(0), reader.GetInt64(1));
        if (next is null || (next < living.Values.Max() && !evenBehind)) return false;
        await using var moved = connection.Command(
            "update mt_event_progression set last_seq_id = $2, last_updated = transaction_timestamp() where name = any($1)",
            Sql.Texts([.. living.Keys]), Sql.Number(next));
        await moved.ExecuteNonQueryAsync(ct);
        await ForgetProgressAsync(connection, view, ct);
        await ForgetParkedAsync(connection, view, Generation.Living, ct);
        await using var parked = connection.Command("update js_parked set generation = 'living' where projection = $1 and generation = 'next'", Sql.Text(view.Name));
        await parked.ExecuteNonQueryAsync(ct);
        await using var skipped = connection.Command("update js_skipped set still_stored = false where projection = $1 and still_stored", Sql.Text(view.Name));
        await skipped.ExecuteNonQueryAsync(ct);
        return true;
    }

    public static async Task<bool> DiscardAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ForgetAsync(connection, view, ct);
        await Execute(connection, Drop(view), ct);
        await using var register = connection.Command("delete from js_views where name = $1 and generation = 'next'", Sql.Text(view.Name));
        var found = await register.ExecuteNonQueryAsync(ct) > 0;
        await transaction.CommitAsync(ct);
        return found;
    }

    /// <summary>All of the next generation but its tables; before those, because batches take progress before tables.</summary>
    private static async Task ForgetAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await ForgetProgressAsync(connection, view, ct);
        await ForgetParkedAsync(connection, view, Generation.Next, ct);
        await Parts.ForgetAsync(connection, view, ct);
    }

    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task ForgetParkedAsync(NpgsqlConnection connection, ViewTable view, Generation generation, CancellationToken ct)
    {
        await using var command = connection.Command(
            "delete from js_parked where projection = $1 and generation = $2", Sql.Text(view.Name), Sql.Text(ViewTables.Word(generation)));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task ForgetProgressAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await using var command = connection.Command(
            "delete from mt_event_progression where name = $1", Sql.Text(ViewTables.Progress(view.Name, Generation.Next)));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Drop(ViewTable view) =>
        $"drop table if exists {ViewTables.Rows(view, Generation.Next)};\n"
        + (view.HasState ? $"drop table if exists {ViewTables.States(view, Generation.Next)};\n" : "");

    private static string Create(ViewTable view) => Like(ViewTables.Rows(view)) + (view.HasState ? Like(ViewTables.States(view)) : "");

    /// <summary>A table beside another one, with the same columns, keys, indexes and settings: whatever Marten and the application made of
    /// it.</summary>
    private static string Like(string living) =>
        $"""
        create table {living}{Next} (like {living} including defaults including constraints including generated including identity including storage including compression);
        {Schema.DocumentSettings.Sql("public", living + Next)}
        do $$ declare one record;
        begin
          for one in select i.relname as name, pg_get_indexdef(x.indexrelid) as definition, x.indisprimary as is_primary
            from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = '{living}'::regclass
          loop
            execute replace(replace(one.definition, ' INDEX ' || one.name || ' ON ', ' INDEX ' || one.name || '{Next} ON '), '.{living} ', '.{living}{Next} ');
            if one.is_primary then execute format('alter table {living}{Next} add primary key using index %I', one.name || '{Next}'); end if;
          end loop;
        end $$;

        """;

    private static string Rename(string living) =>
        $"""
        drop table {living};
        alter table {living}{Next} rename to {living};
        do $$ declare one record;
        begin
          for one in select i.relname as name from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = '{living}'::regclass and i.relname like '%\_\_next'
          loop
            execute format('alter index %I rename to %I', one.name, left(one.name, -{Next.Length}));
          end loop;
        end $$;

        """;
}
