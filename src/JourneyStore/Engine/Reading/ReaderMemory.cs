using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Reading;

/// <summary>
/// The customers that were asked for lately, moved on with what this process appends to them. A hint, never a truth: whoever uses it has the
/// database say whether it is still so, and is spared only the reading and parsing. Safe for concurrent use.
/// </summary>
/// <param name="maxBytes">Most bytes of rows, as they are stored.</param>
internal sealed class ReaderMemory(long maxBytes)
{
    // What a name takes beside its characters, about.
    private const int NameBytes = 128;

    private readonly Lock gate = new();
    private readonly Recent<CustomerKey, KnownCustomer> customers = new(maxBytes);
    private readonly Recent<(string Tenant, CustomerRef Name), (CustomerKey Customer, object Life)> names = new(maxBytes / 8);

    /// <summary>What was known last; null: nothing that is remembered.</summary>
    public KnownCustomer? Find(string tenant, CustomerRef name)
    {
        lock (gate)
        {
            if (name.OwnId is { } own) return customers.TryRenew(new CustomerKey(tenant, own), out var one) ? one : null;
            // A name of before a gap may be nobody's by now.
            return names.TryRenew((tenant, name), out var named) && customers.TryRenew(named.Customer, out var known) && known.Life == named.Life
                ? known : null;
        }
    }

    /// <summary>Holds what was read.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The name asked for.</param>
    /// <param name="known">What was read.</param>
    /// <param name="bytes">Size of its rows as stored.</param>
    public void Put(string tenant, CustomerRef name, KnownCustomer known, int bytes)
    {
        var customer = new CustomerKey(tenant, known.Mark.Customer);
        lock (gate)
        {
            if (customers.TryPeek(customer, out var before) && before.Mark == known.Mark) known = known with { Life = before.Life };
            customers.Put(customer, known, bytes);
            if (name.OwnId is null) names.Put((tenant, name), (customer, known.Life), NameBytes + name.Identifier.Value.Length);
        }
    }

    /// <summary>Forgets a customer.</summary>
    public void Forget(CustomerKey customer)
    {
        lock (gate) customers.TryTake(customer, out _);
    }

    /// <summary>Moves customers on with what was just committed. What was not known as it stood before the commit is left: its mark does not hold any
    /// more.</summary>
    /// <param name="commit">What was committed.</param>
    /// <param name="read">Reads rows, once somebody asks for them.</param>
    public void Follow(CommittedFolds commit, Func<byte[][], KnownViews> read)
    {
        lock (gate)
            foreach (var fold in commit.Folds)
            {
                if (!customers.TryPeek(fold.Customer, out var known)
                    || known.Mark != new CustomerMark(fold.Customer.Customer, fold.Before, commit.Switches)) continue;
                if (commit.Renamed.Contains(fold.Customer) || Array.Exists(fold.Rows, row => row is null)) continue;
                var rows = fold.Rows;
                customers.Put(
                    fold.Customer,
                    known with
                    {
                        Mark = known.Mark with { Stream = fold.After }, Version = fold.After.Version, Position = fold.LastPosition,
                        Views = new Lazy<KnownViews>(() => read(rows!)),
                        Newest = fold.State.Newest?.OccurredAt ?? default, Unsettled = fold.State.UnsettledSince?.OccurredAt,
                    },
                    fold.State.Bytes);
            }
    }
}
