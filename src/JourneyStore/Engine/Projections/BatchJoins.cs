using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events.Identity;
using System.Text.Json;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// Which customers turn out to be one, or two, in a part of the log: by who goes on, those who have joined, in this part, one after the other or one
/// through another.
/// Such a customer is folded again from the history of all of them; what was folded of the others goes.
/// </summary>
internal sealed class BatchJoins
{
    private readonly Dictionary<GroupKey, List<GroupKey>> byCustomer = [];

    private BatchJoins()
    {
    }

    /// <summary>Nobody.</summary>
    public static BatchJoins None { get; } = new();

    /// <summary>All who have joined others.</summary>
    public IEnumerable<GroupKey> Joined => byCustomer.Values.SelectMany(joined => joined);

    /// <summary>The joins that a part of the log tells of.</summary>
    public static BatchJoins Of(IReadOnlyList<StoredEvent> events)
    {
        BatchJoins? found = null;
        foreach (var stored in events)
        {
            // Both are folded anew: the one without what was taken out, the other from that.
            if (stored.Type == CustomerSplit.Type) (found ??= new BatchJoins()).ListOf(new GroupKey(stored.Tenant, stored.Customer));
            if (stored.Type != CustomersMerged.Type) continue;
            if (JsonSerializer.Deserialize<CustomersMerged>(stored.Data.Span, EventJson.Options) is not { } merged) continue;
            (found ??= new BatchJoins()).Add(new GroupKey(stored.Tenant, stored.Customer), new GroupKey(stored.Tenant, merged.From));
        }
        return found ?? None;
    }

    /// <summary>Those who have joined a customer; null: nobody has.</summary>
    public IReadOnlyList<GroupKey>? Of(GroupKey customer) => byCustomer.GetValueOrDefault(customer);

    private List<GroupKey> ListOf(GroupKey customer)
    {
        if (!byCustomer.TryGetValue(customer, out var all)) byCustomer.Add(customer, all = []);
        return all;
    }

    private void Add(GroupKey customer, GroupKey joined)
    {
        var all = ListOf(customer);
        all.Add(joined);
        if (byCustomer.Remove(joined, out var before)) all.AddRange(before);
    }
}
