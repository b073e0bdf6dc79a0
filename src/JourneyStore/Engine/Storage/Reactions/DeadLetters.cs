using JourneyStore.Engine.Reactions;
using Npgsql;
using Wolverine.Runtime.Serialization;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>
/// Wolverine's dead letters of reactions, by the address of the reaction's queue. Wolverine's own questions answer in no order, and only where it has
/// been started; these are asked by short-lived commands too. A database in which no Wolverine was ever started has none.
/// </summary>
internal static class DeadLetters
{
    private const string Missing = PostgresErrorCodes.UndefinedTable;

    /// <summary>A page of all tenants, oldest first.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="address">Of which queue; null: of all reactions.</param>
    /// <param name="after">After this one; null: from the first.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<StoredDeadLetter>> PageAsync(
        NpgsqlConnection connection, string? address, DeadLetterPlace? after, int limit, CancellationToken ct)
    {
        var found = new List<StoredDeadLetter>();
        try
        {
            await using var command = connection.Command(
                """
                select d.id, d.sent_at, d.received_at, d.body, d.exception_type, d.exception_message from wolverine_dead_letters d
                where not d.replayable and d.received_at like 'local://reaction-%' and ($1::varchar is null or d.received_at = $1)
                  and ($2::timestamptz is null or (d.sent_at, d.id) > ($2, $3))
                order by d.sent_at, d.id limit $4
                """,
                Sql.Text(address), Sql.Moment(after?.SentAt), Sql.Id(after?.Id), Sql.Number(limit));
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                found.Add(new StoredDeadLetter(
                    new DeadLetterPlace(EventRow.Moment(reader, 1), reader.GetGuid(0)), new Uri(reader.GetString(2)),
                    EnvelopeSerializer.Deserialize(reader.GetFieldValue<byte[]>(3)), ReasonOf(reader.GetString(4), reader.GetString(5))));
        }
        catch (PostgresException none) when (none.SqlState == Missing)
        {
            // No dead letters anywhere.
        }
        return found;
    }

    /// <summary>Has Wolverine take them into the inbox again, which the processes that serve then handle.</summary>
    public static Task<long> ReplayAsync(NpgsqlConnection connection, Guid[] ids, string[] addresses, CancellationToken ct) =>
        WriteAsync(connection, "update wolverine_dead_letters d set replayable = true", ids, addresses, ct);

    /// <summary>Throws them away.</summary>
    public static Task<long> DiscardAsync(NpgsqlConnection connection, Guid[] ids, string[] addresses, CancellationToken ct) =>
        WriteAsync(connection, "delete from wolverine_dead_letters d", ids, addresses, ct);

    /// <summary>What a reaction failed on for good, and what of it is under way again.</summary>
    public static async Task<ToldCount> CountAsync(NpgsqlConnection connection, Uri address, int upTo, CancellationToken ct)
    {
        try
        {
            await using var command = connection.Command(
                """
                select
                  (select count(*) from (select 1 from wolverine_incoming_envelopes i where i.received_at = $1 and i.status <> 'Handled' limit $2) n)
                  + (select count(*) from (select 1 from wolverine_dead_letters d where d.replayable and d.received_at = $1 limit $2) n),
                  (select count(*) from (select 1 from wolverine_dead_letters d where not d.replayable and d.received_at = $1 limit $2) n),
                  (select array[d.exception_type, d.exception_message] from wolverine_dead_letters d
                   where not d.replayable and d.received_at = $1 order by d.sent_at desc limit 1)
                """,
                Sql.Text(address.ToString()), Sql.Number(upTo));
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            var why = reader.IsDBNull(2) ? null : reader.GetFieldValue<string[]>(2);
            return new ToldCount(reader.GetInt64(0), reader.GetInt64(1), why is null ? null : ReasonOf(why[0], why[1]));
        }
        catch (PostgresException none) when (none.SqlState == Missing)
        {
            return new ToldCount(0, 0, null);
        }
    }

    private static async Task<long> WriteAsync(NpgsqlConnection connection, string what, Guid[] ids, string[] addresses, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"{what} where (d.id, d.received_at) in (select u.i, u.a from unnest($1, $2) u(i, a)) and not d.replayable",
            Sql.Ids(ids), Sql.Texts(addresses));
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static string ReasonOf(string type, string message) => $"{type[(type.LastIndexOf('.') + 1)..]}: {message}";
}
