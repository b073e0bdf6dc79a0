using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>Throws messages of Wolverine's away.</summary>
internal static class DropEnvelopes
{
    public static async Task RunAsync(NpgsqlConnection connection, long erasure, string table, Guid[] ids, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"with done as (delete from {table} m where m.id = any($1) returning 1) {CountErased.Add("messages", "$2")}", Sql.Ids(ids), Sql.Number(erasure));
        await command.ExecuteNonQueryAsync(ct);
    }
}
