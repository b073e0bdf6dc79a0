using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Reading;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>Our id of a customer.</summary>
internal static class ResolveCustomer
{
    /// <summary>The id, from parameter $2 (see <see cref="Argument"/>).</summary>
    public const string ById = "$2";

    /// <summary>The id, from parameters $1 (tenant) and $2.</summary>
    public const string ByIdentifier = "(select r.customer_id from js_identifiers r where r.tenant_id = $1 and r.identifier = $2)";

    public static async Task<string?> RunAsync(
        NpgsqlConnection connection, string tenant, CustomerRef customer, IdentityRules rules, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"select s.id from mt_streams s where s.tenant_id = $1 and s.id = {(customer.OwnId is null ? ByIdentifier : ById)}", Sql.Text(tenant), Sql.Text(Argument(customer, rules)));
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Our id, or the identifier as it is bound; null: it is one that names nobody.</summary>
    public static string? Argument(CustomerRef customer, IdentityRules rules) => customer.OwnId ?? rules.NameOf(customer.Identifier)?.ToString();
}
