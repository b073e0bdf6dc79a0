using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Persons;

/// <summary>What a view across customers remembers of one customer, where it folds customer by customer.</summary>
internal static class ReadStates
{
    public static async Task<byte[]?> RunAsync(NpgsqlConnection connection, ViewTable view, CustomerKey customer, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select s.data from {ViewTables.States(view)} s where s.tenant_id = $1 and s.id = $2", Sql.Text(customer.Tenant), Sql.Text(customer.Customer));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetFieldValue<byte[]>(0) : null;
    }
}
