using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage.Checkpoints;

namespace JourneyStore.Engine.Storage;

/// <summary>A customer of a tenant.</summary>
public readonly record struct CustomerKey(string Tenant, string Customer) : IComparable<CustomerKey>
{
    /// <summary>Ordinal by tenant, then customer.</summary>
    public int CompareTo(CustomerKey other)
    {
        var byTenant = string.CompareOrdinal(Tenant, other.Tenant);
        return byTenant != 0 ? byTenant : string.CompareOrdinal(Customer, other.Customer);
    }
}

/// <summary>A written identifier of a tenant.</summary>
public readonly record struct IdentifierKey(string Tenant, string Identifier);

/// <summary>The identity of an event (or of a case) of a tenant, as a hash; see <see cref="EventKey"/>.</summary>
public readonly record struct TenantKey(string Tenant, Guid Key);

/// <summary>What a batch needs to know.</summary>
/// <param name="Identifiers">Identifiers to resolve.</param>
/// <param name="RowsOf">Those of the identifiers whose customers' rows are wanted; the caller has the others' already.</param>
/// <param name="Customers">Customers known already; their rows are wanted.</param>
/// <param name="Keys">Event keys to look up; no repeats.</param>
/// <param name="Cases">Cases whose customer, with rows, is asked for.</param>
/// <param name="Positions">Positions to draw beside those for keys that are not there.</param>
public sealed record BatchQuery(
    IReadOnlyCollection<IdentifierKey> Identifiers,
    IReadOnlyCollection<IdentifierKey> RowsOf,
    IReadOnlyCollection<CustomerKey> Customers,
    IReadOnlyCollection<TenantKey> Keys,
    IReadOnlyCollection<TenantKey> Cases,
    int Positions = 0);

/// <summary>What a batch knows.</summary>
public sealed record LoadedBatch
{
    /// <summary>Customers by identifier; absent: not known.</summary>
    public required Dictionary<IdentifierKey, string> Identifiers { get; init; }

    /// <summary>Where the streams stand, which are locked (or, for customers that were not asked for, taken to stand); absent: no such customer.</summary>
    public required Dictionary<CustomerKey, StreamPlace> Streams { get; init; }

    /// <summary>What was asked for of the customers; may hold more than the locked ones, which is not to be used.</summary>
    public required Dictionary<CustomerKey, LoadedRows> Rows { get; init; }

    /// <summary>
    /// Grows when a rebuilt inline view is put into use: rows remembered from before are then to be forgotten. It stands until the batch's end. Null: nothing was
    /// locked, so it would say nothing; what the batch takes it to be, its commit has to check (<see cref="BatchWrites.Switches"/>).
    /// </summary>
    public required long? Switches { get; init; }

    /// <summary>Keys that are there.</summary>
    public required Dictionary<TenantKey, KnownKey> Keys { get; init; }

    /// <summary>The one customer of a case, or "" when there are several; absent: none.</summary>
    public required Dictionary<TenantKey, string> Cases { get; init; }

    /// <summary>Positions drawn, rising; at least as many as keys that are not there and as were asked for.</summary>
    public required IReadOnlyList<long> Positions { get; init; }
}

/// <summary>
/// Where a stream stands. The moment tells two streams of one version apart: after a server has come back from a backup or from a replica
/// that lagged, a version can come twice.
/// </summary>
/// <param name="Version">How many events it has; 0: none.</param>
/// <param name="At">The moment of the batch that appended last.</param>
public readonly record struct StreamPlace(long Version, DateTimeOffset At);

/// <summary>What is stored of a customer beside the events.</summary>
/// <param name="Newest">Place of the newest event by time of occurrence; null: no event.</param>
/// <param name="Views">Stored rows of the inline views, in the order the session was opened with; null: no row.</param>
public sealed record LoadedRows(OccurrencePlace? Newest, LoadedView?[] Views)
{
    /// <summary>Place of the earliest event that is stored and not yet folded into the rows; null: all are.</summary>
    public OccurrencePlace? UnsettledSince { get; init; }
}

/// <summary>A stored row of an inline view.</summary>
/// <param name="Version">Stream version it is current for.</param>
/// <param name="Json">The row.</param>
public readonly record struct LoadedView(long Version, byte[] Json);

/// <summary>An event that is there already.</summary>
/// <param name="Position">Its position; null: it is held.</param>
/// <param name="Customer">Its customer; null: it is held.</param>
/// <param name="Fingerprint">What it says, in 128 bits; null: that was not kept.</param>
public readonly record struct KnownKey(long? Position, string? Customer, UInt128? Fingerprint);

/// <summary>Everything that one batch writes.</summary>
public sealed record BatchWrites
{
    /// <summary>Identifiers bound now.</summary>
    public required IReadOnlyList<(IdentifierKey Identifier, string Customer)> Identifiers { get; init; }

    /// <summary>Streams that begin, with their version after the batch.</summary>
    public required IReadOnlyList<(CustomerKey Customer, long Version)> NewStreams { get; init; }

    /// <summary>Streams that go on: where they are taken to stand, locked or not, and their version after the batch.</summary>
    public required IReadOnlyList<(CustomerKey Customer, StreamPlace Before, long Version)> GrownStreams { get; init; }

    /// <summary>Events, by position.</summary>
    public required IReadOnlyList<NewEvent> Events { get; init; }

    /// <summary>Rows of the inline views, view by view in the order the session was opened with.</summary>
    public required IReadOnlyList<RowWrites> Views { get; init; }

    /// <summary>Events that are held from now on.</summary>
    public required IReadOnlyList<NewHeld> Held { get; init; }

    /// <summary>Keys of held events that this batch binds.</summary>
    public required IReadOnlyList<TenantKey> Released { get; init; }

    /// <summary>What <see cref="LoadedBatch.Switches"/> is taken to be; null: it is known to stand.</summary>
    public long? Switches { get; init; }


    /// <summary>What changes of checkpoints, customer by customer in the order of their keys.</summary>
    internal IReadOnlyList<CheckpointChange> Checkpoints { get; init; } = [];

    /// <summary>The moment of the batch.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Rows of one inline view to write.</summary>
/// <param name="There">Rows that are there already, by the fold in use: updated without asking whether they are, and counted.</param>
/// <param name="Others">Rows that may be there or not.</param>
public sealed record RowWrites(IReadOnlyList<ViewWrite> There, IReadOnlyList<ViewWrite> Others);

/// <summary>A row of a view to write.</summary>
public readonly record struct ViewWrite(string Tenant, string Key, byte[] Json, long Version);

/// <summary>An event to write, as its row has it.</summary>
public readonly record struct NewEvent(
    string Tenant,
    Guid Key,
    string Customer,
    long Position,
    long Version,
    string Type,
    string DotNetType,
    string? CorrelationId,
    string? CausationId,
    byte[] Headers,
    ReadOnlyMemory<byte> Data);

/// <summary>An event to hold.</summary>
public readonly record struct NewHeld(
    string Tenant, Guid Key, DateTimeOffset OccurredAt, Guid? Case, string Type, byte[] Headers, ReadOnlyMemory<byte> Data, string Code, string Reason);
