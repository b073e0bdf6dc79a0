using JourneyStore.Engine.Storage.Rebuilding;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>
/// Throws away what was folded from events before they were masked and cannot be folded anew in its place: it is absent then, and folded from the
/// log when
/// it is next needed. Whoever remembers it forgets it.
/// </summary>
internal static class DropFolded
{
    /// <summary>What a view across customers remembers of a customer and of the customer's cases; its rows are sums and stay. Under the lock of the
    /// progress, for which every batch waits.</summary>
    public static Task StatesAsync(NpgsqlConnection connection, ViewTable view, CustomerKey stream, CancellationToken ct) => FollowingAsync(
        connection, view,
        $"""
        delete from {ViewTables.States(view)} s where s.tenant_id = $1 and (s.id = $2 or s.id in (
          select ({EventRow.Case})::text from mt_events e where e.tenant_id = $1 and e.stream_id = $2 and {EventRow.Case} is not null))
        """, stream, ct);

    /// <summary>A customer's row of an async view.</summary>
    public static Task RowAsync(NpgsqlConnection connection, ViewTable view, CustomerKey stream, CancellationToken ct) =>
        FollowingAsync(connection, view, $"delete from {ViewTables.Rows(view)} v where v.tenant_id = $1 and v.id = $2", stream, ct);

    /// <summary>A customer's rows of inline views, with the checkpoints. Under the lock of the stream, which gets another moment.</summary>
    public static async Task InlineAsync(
        NpgsqlConnection connection, IReadOnlyList<ViewTable> views, CustomerKey stream, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var move = connection.Command(
            """update mt_streams set "timestamp" = greatest($3, "timestamp" + interval '1 microsecond') where tenant_id = $1 and id = $2""",
            Sql.Text(stream.Tenant), Sql.Text(stream.Customer), Sql.Moment(now));
        await move.ExecuteNonQueryAsync(ct);
        foreach (var (table, key) in views.Select(view => (ViewTables.Rows(view), "id")).Append(("js_checkpoints", "customer_id")))
        {
            await using var drop = connection.Command(
                $"delete from {table} v where v.tenant_id = $1 and v.{key} = $2", Sql.Text(stream.Tenant), Sql.Text(stream.Customer));
            await drop.ExecuteNonQueryAsync(ct);
        }
        await transaction.CommitAsync(ct);
    }

    private static async Task FollowingAsync(NpgsqlConnection connection, ViewTable view, string drop, CustomerKey stream, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var locked = connection.Command(
            "select 1 from mt_event_progression where name = $1 for update", Sql.Text(ViewTables.Progress(view.Name, Generation.Living)));
        await locked.ExecuteNonQueryAsync(ct);
        await using var gone = connection.Command(drop, Sql.Text(stream.Tenant), Sql.Text(stream.Customer));
        await gone.ExecuteNonQueryAsync(ct);
        await using var switched = connection.Command(
            "update js_views set switches = switches + 1 where name = $1 and generation = 'living'", Sql.Text(view.Name));
        await switched.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
