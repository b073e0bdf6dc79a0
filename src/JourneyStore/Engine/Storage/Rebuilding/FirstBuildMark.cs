using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>
/// Tells all processes that views are being built for the first time. A view is in use a moment before whoever built it lets go of its
/// <see cref="RebuildLock"/>; the mark stands until after that. Several may stand at once.
/// </summary>
internal static class FirstBuildMark
{
    private static readonly long Key = LockKeys.Of("first build");

    /// <summary>Sets a mark, which stands until disposal.</summary>
    public static Task<IAsyncDisposable?> SetAsync(NpgsqlDataSource source, CancellationToken ct) =>
        SessionLock.TakeAsync(source, "select pg_advisory_lock_shared($1) is not null", Key, ct);

    /// <summary>Whether one stands. Also true while somebody else asks: who waits asks again.</summary>
    public static async Task<bool> StandsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // Freed with the statement, which is a transaction alone.
        await using var command = connection.Command("select not pg_try_advisory_xact_lock($1)", Sql.Number(Key));
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
