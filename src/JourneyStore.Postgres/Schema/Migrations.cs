using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using JourneyStore.Engine.Errors;
using Npgsql;

namespace JourneyStore.Postgres.Schema;

/// <summary>
/// Applies the numbered <c>.sql</c> files that a database does not have yet, in one transaction under an advisory lock, so that
/// processes that start together do it once. A file that was applied and has changed since is refused.
/// </summary>
internal static class Migrations
{
    /// <summary>"journey" in ASCII: the advisory lock of schema changes.</summary>
    internal const long LockKey = 0x6A6F75726E6579;

    public static IReadOnlyList<(int Number, string Name, string Sql)> Files { get; } = ReadFiles();

    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, $"select pg_advisory_xact_lock({LockKey})", ct);
        await Execute(connection, "create table if not exists js_schema (number int primary key, name varchar not null, hash varchar not null, applied_at timestamptz not null default now())", ct);
        var applied = await ReadAppliedAsync(connection, ct);
        foreach (var (number, name, sql) in Files)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
            if (applied.Remove(number, out var known))
            {
                if (known != hash)
                    throw new StoreException("schema-changed", $"The database has a schema file {name} of another text than this version's; use the version that made it, or a new database.");
                continue;
            }
            await Execute(connection, sql, ct);
            await using var insert = new NpgsqlCommand("insert into js_schema (number, name, hash) values ($1, $2, $3)", connection);
            insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = hash });
            await insert.ExecuteNonQueryAsync(ct);
        }
        if (applied.Count > 0)
            throw new StoreException("schema-newer", $"The database has schema number {applied.Keys.Max()}, this version knows up to {Files[^1].Number}: use the newer version.");
        await transaction.CommitAsync(ct);
    }

    private static async Task<Dictionary<int, string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new Dictionary<int, string>();
        await using var command = new NpgsqlCommand("select number, hash from js_schema", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) applied.Add(reader.GetInt32(0), reader.GetString(1));
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static List<(int, string, string)> ReadFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new List<(int, string, string)>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            // JourneyStore.Postgres.Schema.0001_marten_events.sql
            var parts = resource.Split('.');
            var name = parts[^2];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            files.Add((int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd().ReplaceLineEndings("\n")));
        }
        files.Sort((a, b) => a.Item1.CompareTo(b.Item1));
        return files;
    }
}
