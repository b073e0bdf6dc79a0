using JourneyStore.Engine.Storage;
using JourneyStore.Postgres.Schema;
using Npgsql;

namespace JourneyStore.Postgres.Rebuilding;

/// <summary>Makes, promotes and throws away the tables that a rebuild fills beside those in use.</summary>
internal static class Generations
{
    public static async Task BeginAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, Drop(view) + ViewTables.Create(view, Generation.Next), ct);
        await using var register = connection.Command(
            "insert into js_views (name, generation, version) values ($1, 'next', $2) on conflict (name, generation) do update set version = excluded.version, problem = null",
            Sql.Text(view.Name), Sql.Text(view.Version));
        await register.ExecuteNonQueryAsync(ct);
        await ForgetAsync(connection, view, ct);
        await transaction.CommitAsync(ct);
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
        var sql = Rename(ViewTables.Rows(view.Name), ViewTables.Rows(view.Name, Generation.Next), view.RankedBy is not null);
        if (view.HasState) sql += Rename(ViewTables.States(view.Name), ViewTables.States(view.Name, Generation.Next), false);
        await Execute(connection, sql, ct);
        await using var register = connection.Command(
            """
            with next as (delete from js_views where name = $1 and generation = 'next' returning version)
            update js_views v set version = next.version, problem = null from next where v.name = $1 and v.generation = 'living'
            """,
            Sql.Text(view.Name));
        await register.ExecuteNonQueryAsync(ct);
        await Parts.ForgetAsync(connection, view, ct);
    }

    /// <summary>Inside a transaction: keeps everybody from the tables in use, states before rows as the projections take them.</summary>
    public static Task LockAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        var tables = view.HasState ? $"{ViewTables.States(view.Name)}, {ViewTables.Rows(view.Name)}" : ViewTables.Rows(view.Name);
        return Execute(connection, $"lock table {tables} in access exclusive mode", ct);
    }

    public static async Task<bool> SwitchProgressAsync(NpgsqlConnection connection, ViewTable view, bool evenBehind, CancellationToken ct)
    {
        await using var command = connection.Command(
            """
            with next as (select last_seq_id from mt_event_progression where name = $2),
            living as (select last_seq_id from mt_event_progression where name = $1 for update)
            update mt_event_progression p set last_seq_id = next.last_seq_id, last_updated = transaction_timestamp()
            from next, living where p.name = $1 and (next.last_seq_id >= living.last_seq_id or $3)
            """,
            Sql.Text(ViewTables.Progress(view.Name, Generation.Living)), Sql.Text(ViewTables.Progress(view.Name, Generation.Next)),
            new NpgsqlParameter<bool> { TypedValue = evenBehind });
        if (await command.ExecuteNonQueryAsync(ct) != 1) return false;
        await using var delete = connection.Command(
            "delete from mt_event_progression where name = $1", Sql.Text(ViewTables.Progress(view.Name, Generation.Next)));
        await delete.ExecuteNonQueryAsync(ct);
        return true;
    }

    public static async Task<bool> DiscardAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, Drop(view), ct);
        await ForgetAsync(connection, view, ct);
        await using var register = connection.Command("delete from js_views where name = $1 and generation = 'next'", Sql.Text(view.Name));
        var found = await register.ExecuteNonQueryAsync(ct) > 0;
        await transaction.CommitAsync(ct);
        return found;
    }

    private static async Task ForgetAsync(NpgsqlConnection connection, ViewTable view, CancellationToken ct)
    {
        await Parts.ForgetAsync(connection, view, ct);
        await using var progress = connection.Command(
            "delete from mt_event_progression where name = $1", Sql.Text(ViewTables.Progress(view.Name, Generation.Next)));
        await progress.ExecuteNonQueryAsync(ct);
    }

    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Drop(ViewTable view) =>
        $"drop table if exists {ViewTables.Rows(view.Name, Generation.Next)};\n"
        + (view.HasState ? $"drop table if exists {ViewTables.States(view.Name, Generation.Next)};\n" : "");

    private static string Rename(string living, string next, bool ranked) =>
        $"""
        drop table {living};
        alter table {next} rename to {living};
        alter index pkey_{next}_tenant_id_id rename to pkey_{living}_tenant_id_id;
        {(ranked ? $"alter index {next}_rank rename to {living}_rank;" : "")}

        """;
}
