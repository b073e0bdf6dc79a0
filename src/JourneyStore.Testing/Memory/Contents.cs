using System.Collections.Immutable;
using JourneyStore.Engine.Access;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>
/// All that is committed at one moment. Immutable: whoever holds one has a snapshot, and a commit puts the next one in its place.
/// </summary>
internal sealed record Contents
{
    public static readonly Contents Empty = new();

    public ImmutableSortedSet<MemoryEvent> Log { get; init; } = EventSets.ByPosition;

    public ImmutableSortedDictionary<CustomerKey, CustomerEvents> Streams { get; init; } = ImmutableSortedDictionary<CustomerKey, CustomerEvents>.Empty;

    /// <summary>Events with a customer, by case.</summary>
    public ImmutableDictionary<TenantKey, ImmutableSortedSet<MemoryEvent>> Cases { get; init; } =
        ImmutableDictionary<TenantKey, ImmutableSortedSet<MemoryEvent>>.Empty;

    /// <summary>Every accepted event by its key, held ones without a position.</summary>
    public ImmutableDictionary<TenantKey, KnownKey> Index { get; init; } = ImmutableDictionary<TenantKey, KnownKey>.Empty;

    public ImmutableDictionary<IdentifierKey, string> Identifiers { get; init; } = ImmutableDictionary<IdentifierKey, string>.Empty;

    public ImmutableSortedDictionary<long, StoredHeld> Held { get; init; } = ImmutableSortedDictionary<long, StoredHeld>.Empty;

    public ImmutableDictionary<(string View, Generation Generation), MemoryView> Views { get; init; } =
        ImmutableDictionary<(string View, Generation Generation), MemoryView>.Empty;

    /// <summary>Parked groups by number.</summary>
    public ImmutableSortedDictionary<long, (Generation Generation, StoredParked Parked)> Parked { get; init; } =
        ImmutableSortedDictionary<long, (Generation Generation, StoredParked Parked)>.Empty;

    /// <summary>Events that projections leave out, by number.</summary>
    public ImmutableSortedDictionary<long, StoredSkipped> Skipped { get; init; } = ImmutableSortedDictionary<long, StoredSkipped>.Empty;

    /// <summary>What reactions want, by number.</summary>
    public ImmutableSortedDictionary<long, MemoryDelivery> Outbox { get; init; } = ImmutableSortedDictionary<long, MemoryDelivery>.Empty;

    public ImmutableDictionary<string, (ApiKey Key, byte[] Hash)> Keys { get; init; } = ImmutableDictionary<string, (ApiKey Key, byte[] Hash)>.Empty;

    /// <summary>How often rebuilt rows were put into use.</summary>
    public long Switches { get; init; }

    /// <summary>How often those of inline views were.</summary>
    public long InlineSwitches { get; init; }

    public long HighestPosition => Log.Count == 0 ? 0 : Log[^1].Stored.Position;

    public IReadOnlyList<StoredProgress> Progress =>
    [
        .. Views.OrderBy(v => v.Key.View, StringComparer.Ordinal).ThenBy(v => v.Key.Generation)
            .Select(v => new StoredProgress(v.Key.View, v.Key.Generation, v.Value.Version, v.Value.Shards, null)),
    ];

    /// <summary>The same with one view in another state.</summary>
    public Contents With(string view, Generation generation, MemoryView state) => this with { Views = Views.SetItem((view, generation), state) };
}

/// <summary>A customer's events.</summary>
internal sealed record CustomerEvents(ImmutableList<MemoryEvent> ByVersion, ImmutableSortedSet<MemoryEvent> ByOccurrence)
{
    public static readonly CustomerEvents Empty = new([], EventSets.ByOccurrence);

    public long Version => ByVersion.Count;

    public StreamPlace Place => new(Version, Version == 0 ? default : ByVersion[^1].Stored.RecordedAt);

    public CustomerEvents With(MemoryEvent added) => new(ByVersion.Add(added), ByOccurrence.Add(added));
}
