using JourneyStore.Engine.Reading;
using Npgsql;

namespace JourneyStore.Postgres.Reading;

/// <summary>Our id of a customer.</summary>
internal static class ResolveCustomer
{
    public static async Task<string?> RunAsync(NpgsqlConnection connection, string tenant, CustomerRef customer, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select s.id from mt_streams s where s.tenant_id = $1 and s.id = {Expression(customer)}", Sql.Text(tenant), Sql.Text(Argument(customer)));
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>The id, from parameters $1 (tenant) and $2 (see <see cref="Argument"/>).</summary>
    public static string Expression(CustomerRef customer) =>
        customer.OwnId is not null ? "$2" : "(select r.customer_id from js_identifiers r where r.tenant_id = $1 and r.identifier = $2)";

    public static string Argument(CustomerRef customer) => customer.OwnId ?? customer.Identifier.ToString();
}
