using Npgsql;
using Wolverine;
using Wolverine.Runtime.Serialization;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>A message that Wolverine keeps.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">The type of message.</param>
/// <param name="Envelope">The message.</param>
/// <param name="Reason">Why it failed for good; null: it has not.</param>
internal sealed record StoredEnvelope(Guid Id, string Type, Envelope Envelope, string? Reason);

/// <summary>
/// Messages in Wolverine's own tables that name a person, a page by id: an event that a reaction failed on or is to be told of again, or whatever an
/// application sends. A database in which no Wolverine was ever started has none.
/// </summary>
internal static class FindEnvelopes
{
    /// <summary>The tables in which messages are kept.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["wolverine_dead_letters", "wolverine_incoming_envelopes", "wolverine_outgoing_envelopes"];

    /// <summary>Those of the tables that are there.</summary>
    public static async Task<IReadOnlyList<string>> TablesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("select t from unnest($1) t where to_regclass(t) is not null", Sql.Texts([.. Tables]));
        var there = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add(reader.GetString(0));
        return there;
    }

    /// <param name="connection">The connection.</param>
    /// <param name="table">One of <see cref="Tables"/>.</param>
    /// <param name="pattern"><see cref="Engine.Persons.NamePattern.OfOctets"/>.</param>
    /// <param name="after">After this id.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<StoredEnvelope>> PageAsync(
        NpgsqlConnection connection, string table, string pattern, Guid after, int limit, CancellationToken ct)
    {
        var why = table == Tables[0] ? "m.exception_type || ': ' || m.exception_message" : "null::varchar";
        await using var command = connection.Command(
            $"select m.id, m.message_type, m.body, {why} from {table} m where m.id > $1 and encode(m.body, 'escape') ~* $2 order by m.id limit $3",
            Sql.Id(after), Sql.Text(pattern), Sql.Number(limit));
        var page = new List<StoredEnvelope>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            page.Add(new StoredEnvelope(
                reader.GetGuid(0), reader.GetString(1), EnvelopeSerializer.Deserialize(reader.GetFieldValue<byte[]>(2)),
                reader.IsDBNull(3) ? null : reader.GetString(3)));
        return page;
    }
}
