using JourneyStore.Engine.Access;
using Npgsql;

namespace JourneyStore.Engine.Storage.Keys;

/// <summary>Rows of js_api_keys.</summary>
internal static class KeyRows
{
    private const string Columns = "id, name, tenant_id, scopes, created_at, revoked_at";

    public static async Task AddAsync(NpgsqlConnection connection, ApiKey key, byte[] hash, CancellationToken ct)
    {
        await using var command = connection.Command(
            "insert into js_api_keys (id, name, tenant_id, scopes, hash, created_at) values ($1, $2, $3, $4, $5, $6)",
            Sql.Text(key.Id), Sql.Text(key.Name), Sql.Text(key.Tenant), new NpgsqlParameter<int> { TypedValue = (int)key.Scopes },
            new NpgsqlParameter<byte[]> { TypedValue = hash }, Sql.Moment(key.CreatedAt));
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<IReadOnlyList<ApiKey>> AllAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command($"select {Columns} from js_api_keys order by created_at desc, id");
        return await ReadAsync(command, ct);
    }

    public static async Task<ApiKey?> FindAsync(NpgsqlConnection connection, byte[] hash, CancellationToken ct)
    {
        await using var command = connection.Command($"select {Columns} from js_api_keys where hash = $1", new NpgsqlParameter<byte[]> { TypedValue = hash });
        return (await ReadAsync(command, ct)).FirstOrDefault();
    }

    public static async Task<bool> RevokeAsync(NpgsqlConnection connection, string id, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = connection.Command(
            "update js_api_keys set revoked_at = $2 where id = $1 and revoked_at is null", Sql.Text(id), Sql.Moment(now));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static async Task<List<ApiKey>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var keys = new List<ApiKey>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            keys.Add(new ApiKey(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), (Scopes)reader.GetInt32(3),
                EventRow.Moment(reader, 4), reader.IsDBNull(5) ? null : EventRow.Moment(reader, 5)));
        return keys;
    }
}
