using Npgsql;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>
/// What has become of a customer who is behind. Each only goes on from where the writer began, so that whoever comes late changes nothing.
/// </summary>
internal static class WriteBehind
{
    private const string This = "reaction = $1 and tenant_id = $2 and customer_id = $3";

    /// <summary>An event is told, or given up: the next is due when said.</summary>
    public static async Task<bool> AdvanceAsync(NpgsqlConnection connection, Behind behind, long next, DateTimeOffset dueAt, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"update js_behind set from_version = $5, tries = 0, due_at = $6, reason = '' where {This} and from_version = $4",
            [.. Key(behind), Sql.Number(behind.From), Sql.Number(next), Sql.Moment(dueAt)]);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>A try has failed.</summary>
    public static async Task<bool> FailAsync(
        NpgsqlConnection connection, Behind behind, int tries, DateTimeOffset dueAt, string? reason, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"update js_behind set tries = $5, due_at = $6, reason = $7 where {This} and from_version = $4",
            [.. Key(behind), Sql.Number(behind.From), Sql.Number(tries), Sql.Moment(dueAt), Sql.Text(reason ?? "")]);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>An event is still being told.</summary>
    public static async Task<bool> HoldAsync(NpgsqlConnection connection, Behind behind, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"update js_behind set due_at = $5 where {This} and from_version = $4", [.. Key(behind), Sql.Number(behind.From), Sql.Moment(until)]);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>There is nothing more to be told, unless the subscription has passed over more meanwhile.</summary>
    /// <returns>False: it has.</returns>
    public static async Task<bool> EndAsync(NpgsqlConnection connection, Behind behind, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"delete from js_behind where {This} and up_to_version = $4", [.. Key(behind), Sql.Number(behind.UpTo)]);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    private static NpgsqlParameter[] Key(Behind behind) =>
        [Sql.Text(behind.Reaction), Sql.Text(behind.Customer.Tenant), Sql.Text(behind.Customer.Customer)];
}
