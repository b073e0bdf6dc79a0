using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage.Rebuilding;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>
/// The first transaction of an erasure: from its commit on, no name leads to the streams any more. It keeps every append out for a moment (as a
/// promotion
/// of an inline view does): one that has found the customer by a name is stored before, and one that looks afterwards finds nobody. A mere lock
/// on the
/// stream would not do: who waits for it has looked the name up already. The streams get another moment, so that whoever remembers the customer,
/// in any
/// process, looks again. The row of the erasure is the mark by which it is gone on with.
/// </summary>
internal static class BeginErasure
{
    private const string FindUnderWay =
        $"select {ReadErasures.Columns}, x.names, x.held_to from js_erasures x where x.tenant_id = $1 and x.customer_id = $2 and x.done_at is null";

    private const string Insert =
        """
        insert into js_erasures (id, tenant_id, customer_id, erased_by, why, begun_at, names, held_to, counts, without_row)
        values ($3, $1, $2, $4, $5, $6, '{}', (select coalesce(max(number), 0) from js_held), '{}', '{}')
        """;

    private static readonly string DropIdentifiers =
        $"""
        with done as (delete from js_identifiers i where i.tenant_id = $1 and i.customer_id = any($2) returning i.identifier),
        names as (
          update js_erasures x set names = x.names || (select coalesce(array_agg(d.identifier), '{"{}"}') from done d) where x.number = $3 returning x.number, x.names)
        select * from names
        """;

    private const string Move =
        """
        update mt_streams set "timestamp" = greatest($3, "timestamp" + interval '1 microsecond') where tenant_id = $1 and id = any($2)
        """;

    private static readonly string CountIdentifiers = CountErased.Add("identifiers", "$1", "$2");

    private static readonly string DropConflicts =
        $"with done as (delete from js_conflicts c where {ReadConflictsOf.Theirs} returning 1) {CountErased.Add("conflicts", "$3")}";

    // By which name two customers were found to be one.
    private const string BlankJoins =
        "update js_members m set through = null where m.tenant_id = $1 and m.customer_id = any($2) and m.through is not null and $3::bigint > 0";

    private static readonly string DropCheckpoints =
        $"with done as (delete from js_checkpoints k where k.tenant_id = $1 and k.customer_id = any($2) returning 1) {CountErased.Add("checkpoints", "$3")}";

    /// <exception cref="StoreException">Code <c>rebuild-beside</c>: rows that are made beside those in use may hold the person's data.</exception>
    public static async Task<Erasing> RunAsync(NpgsqlConnection connection, ErasureOrder order, IReadOnlyList<ViewTable> views, CancellationToken ct)
    {
        var (tenant, streams) = (order.Customer.Tenant, order.Streams.ToArray());
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Generations.Execute(connection, "lock table mt_streams in exclusive mode", ct);
        await RefuseBesideRebuildAsync(connection, ct);
        if (await FindAsync(connection, order.Customer, ct) is not { } erasing)
        {
            await using var insert = connection.Command(
                Insert, Sql.Text(tenant), Sql.Text(order.Customer.Customer), Sql.Text(order.Id), Sql.Text(order.By), Sql.Text(order.Why),
                Sql.Moment(order.Now));
            await insert.ExecuteNonQueryAsync(ct);
            erasing = (await FindAsync(connection, order.Customer, ct))!;
            await CountRowsAsync(connection, order, erasing.Receipt.Number, views, ct);
        }
        var number = Sql.Number(erasing.Receipt.Number);
        await using (var drop = connection.Command(DropIdentifiers, Sql.Text(tenant), Sql.Texts(streams), number))
        await using (var reader = await drop.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            var names = reader.GetFieldValue<string[]>(1);
            await reader.DisposeAsync();
            await using var count = connection.Command(
                CountIdentifiers, Sql.Number(erasing.Receipt.Number), Sql.Number(names.Length - erasing.Names.Count));
            await count.ExecuteNonQueryAsync(ct);
            erasing = erasing with { Names = names };
        }
        foreach (var sql in (string[])[DropConflicts, DropCheckpoints, BlankJoins])
        {
            await using var drop = connection.Command(sql, Sql.Text(tenant), Sql.Texts(streams), Sql.Number(erasing.Receipt.Number));
            await drop.ExecuteNonQueryAsync(ct);
        }
        await using var move = connection.Command(Move, Sql.Text(tenant), Sql.Texts(streams), Sql.Moment(order.Now));
        await move.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return erasing;
    }

    /// <summary>The erasure of a customer that is under way; null: none is.</summary>
    public static async Task<Erasing?> FindAsync(NpgsqlConnection connection, CustomerKey customer, CancellationToken ct)
    {
        await using var command = connection.Command(FindUnderWay, Sql.Text(customer.Tenant), Sql.Text(customer.Customer));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        return new Erasing(
            customer, ReadErasures.Read(reader), reader.GetFieldValue<string[]>(ReadErasures.Width), reader.GetInt64(ReadErasures.Width + 1));
    }

    private static async Task CountRowsAsync(
        NpgsqlConnection connection, ErasureOrder order, long number, IReadOnlyList<ViewTable> views, CancellationToken ct)
    {
        var rows = await CountErasable.RowsAsync(connection, order.Customer.Tenant, order.Streams, views, ct);
        await using var command = connection.Command(CountErased.Add("rows", "$1", "$2"), Sql.Number(number), Sql.Number(rows));
        await command.ExecuteNonQueryAsync(ct);
    }

    // Whoever begins a rebuild locks the view's row as well, and looks whether anybody is being erased.
    private static async Task RefuseBesideRebuildAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await Generations.Execute(connection, "select 1 from js_views where generation = 'living' for share", ct);
        await using var next = connection.Command("select name from js_views where generation = 'next' order by name limit 1");
        if (await next.ExecuteScalarAsync(ct) is string view) throw RebuildBeside.Erasing(view);
    }
}
