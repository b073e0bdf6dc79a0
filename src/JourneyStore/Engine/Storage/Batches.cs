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

/// <summary>What a batch asks the database before it decides anything.</summary>
/// <param name="Identifiers">Identifiers to resolve.</param>
/// <param name="RowsOf">Those of the identifiers whose customers' rows are wanted; the caller has the others' already.</param>
/// <param name="Customers">Customers known already; their rows are wanted.</param>
/// <param name="Keys">Event keys to look up; no repeats.</param>
/// <param name="Cases">Cases whose customer, with rows, is asked for, because nobody is named.</param>
/// <param name="Places">Where events of known customers come in their cases: their neighbours there are asked for, and what is held of the cases.</param>
internal sealed record BatchQuery(
    IReadOnlyCollection<IdentifierKey> Identifiers,
    IReadOnlyCollection<IdentifierKey> RowsOf,
    IReadOnlyCollection<CustomerKey> Customers,
    IReadOnlyCollection<TenantKey> Keys,
    IReadOnlyCollection<TenantKey> Cases,
    IReadOnlyCollection<CasePlace> Places);

/// <summary>A moment in a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="At">When something of it occurred.</param>
internal readonly record struct CasePlace(TenantKey Case, DateTimeOffset At);

/// <summary>An event of a case, of a customer.</summary>
/// <param name="Place">Where it comes in the order in which things occurred.</param>
/// <param name="Key">The event's key.</param>
/// <param name="Customer">Whom it happened to.</param>
internal readonly record struct CaseEvent(OccurrencePlace Place, Guid Key, string Customer);

/// <summary>What a batch knows.</summary>
internal sealed record LoadedBatch
{
    /// <summary>Customers by identifier; absent: not known.</summary>
    public required Dictionary<IdentifierKey, string> Identifiers { get; init; }

    /// <summary>Where the streams stand, which are locked (or, for customers that were not asked for, taken to stand); absent: no such
    /// customer.</summary>
    public required Dictionary<CustomerKey, StreamPlace> Streams { get; init; }

    /// <summary>Customers who were named, or whose events were met, and have joined others: to whom they belong now.</summary>
    public Dictionary<CustomerKey, string> Owners { get; init; } = [];

    /// <summary>What was asked for of the customers; may hold more than the locked ones, which is not to be used.</summary>
    public Dictionary<CustomerKey, LoadedRows> Rows { get; init; } = [];

    /// <summary>Grows when a rebuilt inline view is put into use: rows remembered from before are then to be forgotten. It stands until the batch's
    /// end.</summary>
    public required long Switches { get; init; }

    /// <summary>Keys that are there.</summary>
    public Dictionary<TenantKey, KnownKey> Keys { get; init; } = [];

    /// <summary>The one customer of a case, or "" when there are several; absent: none.</summary>
    public Dictionary<TenantKey, string> Cases { get; init; } = [];

    /// <summary>Stored events of cases: at least the neighbours of each place that was asked for.</summary>
    public Dictionary<TenantKey, List<CaseEvent>> Neighbours { get; init; } = [];

    /// <summary>Held events by case, oldest first.</summary>
    public Dictionary<TenantKey, List<StoredHeld>> Held { get; init; } = [];
}

/// <summary>What a batch takes for granted: who the customers are, where their streams stand, that no event of it is there. Proved before a position
/// is drawn.</summary>
/// <param name="Moves">The streams, in the order of their keys: where they are taken to stand, and where they stand after the batch.</param>
/// <param name="Keys">The events' keys.</param>
/// <param name="Cases">Cases that are taken to be of one customer only, with nothing held of them.</param>
/// <param name="Switches">What <see cref="LoadedBatch.Switches"/> is taken to be.</param>
/// <param name="Positions">How many positions to draw.</param>
internal sealed record GrantedBatch(
    IReadOnlyList<(CustomerKey Customer, StreamPlace Before, StreamPlace After)> Moves, IReadOnlyList<TenantKey> Keys,
    IReadOnlyList<(TenantKey Case, string Customer)> Cases, long Switches, int Positions);

/// <summary>What a batch that asked has decided: it binds identifiers, and wants positions.</summary>
/// <param name="Identifiers">Identifiers bound now.</param>
/// <param name="Positions">How many positions to draw.</param>
/// <param name="At">The moment of the batch.</param>
internal sealed record BatchDraw(IReadOnlyList<(IdentifierKey Identifier, string Customer)> Identifiers, int Positions, DateTimeOffset At);

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

    /// <summary>What has joined the customer.</summary>
    internal JoinedHistory Joined { get; init; }
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

/// <summary>Everything that one batch writes, once its identifiers are bound and its positions are drawn.</summary>
internal sealed record BatchWrites
{
    /// <summary>Streams that begin, with their version after the batch.</summary>
    public IReadOnlyList<(CustomerKey Customer, StreamPlace After)> NewStreams { get; init; } = [];

    /// <summary>Streams that go on and are not moved yet, locked, with where they stand after the batch.</summary>
    public IReadOnlyList<(CustomerKey Customer, StreamPlace After)> GrownStreams { get; init; } = [];

    /// <summary>Events, by position.</summary>
    public IReadOnlyList<NewEvent> Events { get; init; } = [];

    /// <summary>Rows of the inline views, view by view in the order the session was opened with.</summary>
    public required IReadOnlyList<RowWrites> Views { get; init; }

    /// <summary>Events that are held from now on.</summary>
    public IReadOnlyList<NewHeld> Held { get; init; } = [];

    /// <summary>Keys of held events that this batch binds.</summary>
    public IReadOnlyList<TenantKey> Released { get; init; } = [];

    /// <summary>Identifiers that events named although they belong to another customer.</summary>
    public IReadOnlyList<NewConflict> Conflicts { get; init; } = [];

    /// <summary>Customers who join others.</summary>
    public IReadOnlyList<NewJoin> Joins { get; init; } = [];

    /// <summary>What changes of checkpoints, customer by customer in the order of their keys.</summary>
    public IReadOnlyList<CheckpointChange> Checkpoints { get; init; } = [];

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
    string Tenant, Guid Key, DateTimeOffset OccurredAt, Guid? Case, string Type, byte[] Headers, ReadOnlyMemory<byte> Data, string Code,
    string Reason);

/// <summary>A customer who joins another.</summary>
/// <param name="Joined">The customer whose stream is the other's from now on.</param>
/// <param name="Into">The other, at that moment.</param>
/// <param name="Customer">Who the other has become by the end of the batch: may have joined somebody itself.</param>
/// <param name="Position">Position of <c>customers.merged</c>.</param>
/// <param name="Events">How many events the stream has, with those of the batch.</param>
/// <param name="Newest">Place of the newest of the batch's events in it; null: none.</param>
/// <param name="Through">The identifier by which they were found to be one; null: an operator said so.</param>
internal sealed record NewJoin(
    CustomerKey Joined, string Into, string Customer, long Position, long Events, OccurrencePlace? Newest, string? Through);

/// <summary>An identifier that an event named although it belongs to another customer.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Position">The event's position.</param>
/// <param name="Identifier">The identifier.</param>
/// <param name="Customer">The customer that the event went to.</param>
/// <param name="Other">The customer that the identifier belongs to.</param>
public readonly record struct NewConflict(string Tenant, long Position, string Identifier, string Customer, string Other);
