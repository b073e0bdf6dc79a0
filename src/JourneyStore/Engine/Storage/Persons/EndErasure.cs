using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>An erasure is done: its row is the receipt from now on, and keeps no name.</summary>
internal static class EndErasure
{
    public static async Task RunAsync(NpgsqlConnection connection, long erasure, string[] withoutRow, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = connection.Command(
            "update js_erasures set done_at = $2, names = null, without_row = $3 where number = $1 and done_at is null",
            Sql.Number(erasure), Sql.Moment(now), Sql.Texts(withoutRow));
        await command.ExecuteNonQueryAsync(ct);
    }
}
