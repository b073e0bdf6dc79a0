using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>Writes rows in bulk with binary COPY.</summary>
internal static class CopyRows
{
    public static async Task RunAsync(NpgsqlConnection connection, string table, ViewTable view, IReadOnlyList<ViewWrite> rows, CancellationToken ct)
    {
        var mark = ViewMark.Of(view);
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {table} (tenant_id, id, data, mt_version, mt_dotnet_type) from stdin (format binary)", ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row.Tenant, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(row.Key, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(row.Json, NpgsqlDbType.Jsonb, ct);
            await copy.WriteAsync(row.Version, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(mark, NpgsqlDbType.Varchar, ct);
        }
        await copy.CompleteAsync(ct);
    }
}
