using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Reading;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>Our id of a customer; of one who has joined another, that one's.</summary>
internal static class ResolveCustomer
{
    /// <summary>The id, from parameter $2 (see <see cref="Argument"/>).</summary>
    public static readonly string ById = Members.Owner("$1", "$2");

    /// <summary>The id, from parameters $1 (tenant) and $2.</summary>
    public const string ByIdentifier = "(select r.customer_id from js_identifiers r where r.tenant_id = $1 and r.identifier = $2)";

    // From whom the name led to first, through all whom they have joined by then.
    private static readonly string Then =
        $"""
        with recursive up(id) as (
          select :name::varchar union all
          select m.into_id::varchar from up u join js_members m on m.tenant_id = $1 and m.stream_id = u.id and {KnownThen})
        select u.id from up u where u.id is not null
          and not exists (select from js_members m where m.tenant_id = $1 and m.stream_id = u.id and {KnownThen})
          and exists (select from mt_streams s where s.tenant_id = $1 and s.id = u.id)
        """;

    private const string KnownThen = "m.joined_seq <= $3 and m.joined_at <= $4";

    private static readonly string ByIdThen = Then.Replace(":name", "$2", StringComparison.Ordinal);

    private static readonly string ByIdentifierThen = Then.Replace(
        ":name", "(select r.stream_id from js_identifiers r where r.tenant_id = $1 and r.identifier = $2)", StringComparison.Ordinal);

    /// <summary>Whom a name led to by then: a join that became known later does not count.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The name.</param>
    /// <param name="maxPosition">What was stored by then; null: everything.</param>
    /// <param name="knownAt">What was recorded by then; null: everything.</param>
    /// <param name="rules">In which form names are compared.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<string?> ThenAsync(
        NpgsqlConnection connection, string tenant, CustomerRef customer, long? maxPosition, DateTimeOffset? knownAt, IdentityRules rules,
        CancellationToken ct)
    {
        await using var command = connection.Command(
            customer.OwnId is null ? ByIdentifierThen : ByIdThen, Sql.Text(tenant), Sql.Text(Argument(customer, rules)),
            Sql.Number(maxPosition ?? long.MaxValue), Sql.Moment(knownAt ?? DateTimeOffset.MaxValue));
        return (string?)await command.ExecuteScalarAsync(ct);
    }

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
