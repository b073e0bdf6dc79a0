using Npgsql;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>
/// Whoever gives a case its first event of a customer, or finds that it has no customer yet, has the case to itself until the transaction ends: else
/// two batches at
/// work at the same time would each miss what the other one does. Advisory locks of the server, taken before any stream is.
/// </summary>
internal static class CaseLocks
{
    // The server has room for some 6,000 locks in all, as it comes.
    private const int Most = 1_000;
    private const long All = 0x6A73_6361_7365_7300;

    private const string Some = "select pg_advisory_xact_lock_shared($1)";
    private const string Each = "select pg_advisory_xact_lock(n) from unnest($1) n";
    private const string Alone = "select pg_advisory_xact_lock($1)";

    /// <summary>Adds the statements; a batch of very many cases takes all there are.</summary>
    /// <returns>How many statements were added.</returns>
    public static int AddTo(NpgsqlBatch batch, IReadOnlyCollection<TenantKey> cases)
    {
        if (cases.Count == 0) return 0;
        if (cases.Count > Most)
        {
            batch.Add(Alone, Sql.Number(All));
            return 1;
        }
        batch.Add(Some, Sql.Number(All));
        batch.Add(Each, Sql.Numbers(Of(cases)));
        return 2;
    }

    // A case's key is a hash already. Everybody takes them in the same order.
    private static long[] Of(IReadOnlyCollection<TenantKey> cases)
    {
        var locks = new SortedSet<long>();
        Span<byte> key = stackalloc byte[16];
        foreach (var @case in cases)
        {
            @case.Key.TryWriteBytes(key);
            locks.Add(BitConverter.ToInt64(key));
        }
        return [.. locks];
    }
}
