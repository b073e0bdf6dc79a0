using System.Collections.Immutable;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>One generation of a view: its rows, the states of its groups, and how far they are.</summary>
/// <param name="Version">The version of the fold that made it.</param>
/// <param name="Shards">Progress of an async view, shard by shard; the next generation has one for all; empty: none.</param>
/// <param name="Rows">Rows by tenant and key.</param>
/// <param name="States">States of groups, for a view across customers.</param>
internal sealed record MemoryView(
    string Version, ImmutableArray<long> Shards, ImmutableSortedDictionary<GroupKey, MemoryRow> Rows, ImmutableSortedDictionary<GroupKey, MemoryRow> States)
{
    private static readonly ImmutableSortedDictionary<GroupKey, MemoryRow> None =
        ImmutableSortedDictionary.Create<GroupKey, MemoryRow>(Comparer<GroupKey>.Create(ByTenantAndKey));

    public static MemoryView Empty(string version, params ImmutableArray<long> shards) => new(version, shards, None, None);

    /// <summary>With some shards at a place.</summary>
    public MemoryView At(IEnumerable<int> shards, long position) =>
        this with { Shards = shards.Aggregate(Shards, (all, shard) => all.SetItem(shard - 1, position)) };

    /// <summary>Parts of the rebuild that makes it, by number; empty: it is complete.</summary>
    public ImmutableSortedDictionary<int, RebuildPart> Parts { get; init; } = ImmutableSortedDictionary<int, RebuildPart>.Empty;

    /// <summary>What the parts that are done add to the rows.</summary>
    public ImmutableList<ViewWrite> Sums { get; init; } = [];

    /// <summary>As it is when its rebuild is at its end.</summary>
    public MemoryView Complete() => this with { Parts = Parts.Clear(), Sums = [] };

    /// <summary>With rows written over those that are there.</summary>
    public MemoryView WithRows(IEnumerable<ViewWrite> writes, string mark) => this with { Rows = Rows.SetItems(Pairs(writes, mark)) };

    /// <summary>With states written over those that are there.</summary>
    public MemoryView WithStates(IEnumerable<ViewWrite> writes, string mark) => this with { States = States.SetItems(Pairs(writes, mark)) };

    /// <summary>Ordinal, by tenant and then by key.</summary>
    public static int ByTenantAndKey(GroupKey a, GroupKey b)
    {
        var byTenant = string.CompareOrdinal(a.Tenant, b.Tenant);
        return byTenant != 0 ? byTenant : string.CompareOrdinal(a.Key, b.Key);
    }

    private static IEnumerable<KeyValuePair<GroupKey, MemoryRow>> Pairs(IEnumerable<ViewWrite> writes, string mark) =>
        writes.Select(write => KeyValuePair.Create(new GroupKey(write.Tenant, write.Key), new MemoryRow(write.Json, write.Version, mark)));
}

/// <summary>A row or a state.</summary>
/// <param name="Json">As written.</param>
/// <param name="Version">Stream version, or position.</param>
/// <param name="Mark">The version of the fold that wrote it: a row of another making counts as absent for the inline views.</param>
internal sealed record MemoryRow(byte[] Json, long Version, string Mark);
