using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>
/// What a database is to the processes that share it: committed contents behind one lock, transaction ids, positions, locks. Open it with
/// an <see cref="InMemoryStorage"/> for each engine; it lives as long as somebody refers to it.
/// </summary>
public sealed class InMemoryDatabase
{
    private readonly Lock gate = new();
    private readonly TransactionIds transactions = new();
    private Contents contents = Contents.Empty;
    private TaskCompletionSource appended = NewSignal();
    private long positionsDrawn;
    private long heldNumbers;
    private long parkedNumbers;
    private long deliveryNumbers;

    internal StreamLocks Streams { get; } = new();

    internal SwitchGate Appends { get; } = new();

    /// <summary>Locks of progress and of views' rows, held by sessions of projections.</summary>
    internal NamedLocks Projections { get; } = new();

    /// <summary>Which process owns which shard.</summary>
    internal ShardOwners Owners { get; } = new();

    /// <summary>Which views are being rebuilt.</summary>
    internal RebuildOwners Rebuilds { get; } = new();

    /// <summary>What is committed now: a snapshot for whoever keeps it.</summary>
    internal Contents Contents => Volatile.Read(ref contents);

    /// <summary>Ends with the next commit of events.</summary>
    internal Task Appended => Volatile.Read(ref appended).Task;

    internal ulong Begin()
    {
        lock (gate) return transactions.Begin();
    }

    internal void End(ulong transaction)
    {
        lock (gate) transactions.End(transaction);
    }

    /// <summary>Positions belong to no transaction: one that is rolled back leaves a hole.</summary>
    internal IReadOnlyList<long> DrawPositions(int count)
    {
        lock (gate)
        {
            var drawn = new long[count];
            for (var i = 0; i < count; i++) drawn[i] = ++positionsDrawn;
            return drawn;
        }
    }

    internal long NextHeldNumber() => Interlocked.Increment(ref heldNumbers);

    internal long NextParkedNumber() => Interlocked.Increment(ref parkedNumbers);

    internal long NextDeliveryNumber() => Interlocked.Increment(ref deliveryNumbers);

    /// <summary>Ends the connections on which processes own shards and rebuilds, as a network does: what they owned is free.</summary>
    public void CutOwnerships()
    {
        Owners.Cut();
        Rebuilds.Cut();
    }

    /// <summary>Rows after a position, with the snapshot that shows them.</summary>
    internal LogWindow ReadLog(long after, int limit)
    {
        Contents snapshot;
        ulong oldest;
        lock (gate) (snapshot, oldest) = (contents, transactions.OldestRunning);
        return new LogWindow([.. snapshot.Log.After(after).Take(limit)], oldest);
    }

    /// <summary>Commits: what <paramref name="change"/> makes of the newest contents is there for everybody at one moment.</summary>
    /// <param name="transaction">The transaction that ends with it; null: one without an id.</param>
    /// <param name="change">The change; when it throws, nothing changes.</param>
    internal void Commit(ulong? transaction, Func<Contents, Contents> change)
    {
        bool moreEvents;
        lock (gate)
        {
            var next = change(contents);
            moreEvents = next.Log.Count > contents.Log.Count;
            Volatile.Write(ref contents, next);
            if (transaction is { } id) transactions.End(id);
        }
        if (moreEvents) Interlocked.Exchange(ref appended, NewSignal()).TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
