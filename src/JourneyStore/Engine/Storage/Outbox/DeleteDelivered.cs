using Npgsql;

namespace JourneyStore.Engine.Storage.Outbox;

/// <summary>Forgets a delivery that has happened.</summary>
internal static class DeleteDelivered
{
    public static async Task RunAsync(NpgsqlConnection connection, long number, CancellationToken ct)
    {
        await using var command = connection.Command("delete from js_outbox where number = $1", Sql.Number(number));
        await command.ExecuteNonQueryAsync(ct);
    }
}
