using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// The first round trip of a batch that takes everything for granted. What does not hold ends the transaction by a division by zero (<see
/// cref="Failures"/>) in the
/// statement that finds it, and so before a position is drawn. The streams are locked by being moved, in the order of their keys.
/// </summary>
internal sealed class ProveBatch(IReadOnlyList<ViewTable> views)
{
    // It takes the lock for which a switch of rebuilt views waits before it takes its snapshot, so the switches that it counts stand until the
    // commit.
    private readonly string move =
        $"""
        with moved as (
          update mt_streams s set version = u.v, "timestamp" = u.to
          from {Sql.Rows("t", "c", "v", "was", "at", "to")} u
          where s.tenant_id = u.t and s.id = u.c and s.version = u.was and s."timestamp" = u.at returning 1)
        select 1 / (case when count(*) = $7 and {ViewTables.Switches(views)} = $8 then 1 else 0 end) from moved
        """;

    private const string NoKeyIsThere =
        """
        select 1 / (case when exists (select from unnest($1) k(key) join mt_events e on e.id = k.key)
          or exists (select from unnest($1) k(key) join js_held h on h.event_key = k.key) then 0 else 1 end)
        """;

    // Nothing waits for the case's customer, and nobody else is one.
    private static readonly string CasesAreTheirs =
        $"""
        select 1 / (case when exists (select from unnest($1, $2) c(tenant, key) join js_held h on h.tenant_id = c.tenant and h.case_key = c.key)
          or exists (
            select from unnest($1, $2, $3) c(tenant, key, customer) join mt_events e on e.tenant_id = c.tenant and {EventRow.Case} = c.key
            where {Members.OwnerOfEvent} <> c.customer) then 0 else 1 end)
        """;

    public async Task<IReadOnlyList<long>> RunAsync(NpgsqlConnection connection, GrantedBatch granted, CancellationToken ct)
    {
        var (moves, cases) = (granted.Moves, granted.Cases);
        await using var batch = new NpgsqlBatch(connection);
        var before = CaseLocks.AddTo(batch, cases.Column(c => c.Case));
        batch.Add(
            move,
            Sql.Texts(moves.Column(s => (string?)s.Customer.Tenant)),
            Sql.Texts(moves.Column(s => (string?)s.Customer.Customer)),
            Sql.Numbers(moves.Column(s => s.After.Version)),
            Sql.Numbers(moves.Column(s => s.Before.Version)),
            Sql.Moments(moves.Column(s => s.Before.At.UtcDateTime)),
            Sql.Moments(moves.Column(s => s.After.At.UtcDateTime)),
            Sql.Number(moves.Count),
            Sql.Number(granted.Switches));
        batch.Add(NoKeyIsThere, Sql.Ids(granted.Keys.Column(key => key.Key)));
        before += 2;
        if (cases.Count > 0)
        {
            batch.Add(
                CasesAreTheirs, Sql.Texts(cases.Column(c => (string?)c.Case.Tenant)), Sql.Ids(cases.Column(c => c.Case.Key)),
                Sql.Texts(cases.Column(c => (string?)c.Customer)));
            before++;
        }
        batch.Add(DrawPositions.Statement, Sql.Number(granted.Positions));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        for (var i = 0; i < before; i++) await reader.NextResultAsync(ct);
        return await DrawPositions.ReadAsync(reader, granted.Positions, ct);
    }
}
