using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>Which of some streams have joined other customers.</summary>
internal static class FindOwners
{
    private const string Statement =
        "select exists (select from unnest($1, $2) u(t, s) join js_members m on m.tenant_id = u.t and m.stream_id = u.s)";

    /// <summary>True when one of them has.</summary>
    public static async Task<bool> AnyAsync(NpgsqlConnection connection, IReadOnlyCollection<CustomerKey> streams, CancellationToken ct)
    {
        await using var command = connection.Command(
            Statement, Sql.Texts(streams.Column(c => (string?)c.Tenant)), Sql.Texts(streams.Column(c => (string?)c.Customer)));
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
