using System.Diagnostics.CodeAnalysis;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// The customers that the committers met lately, so that their rows need not be read and parsed again. A hint, never a truth: what it holds is
/// committed only when the stream still stands where it stood. Whoever takes a customer out has it alone. Safe for concurrent use.
/// </summary>
/// <param name="maxBytes">Most bytes of rows, as they are stored.</param>
internal sealed class CustomerMemory(long maxBytes)
{
    private readonly Lock gate = new();
    private readonly Recent<CustomerKey, CustomerState> states = new(maxBytes);
    private readonly Recent<IdentifierKey, (CustomerKey Customer, object Life)> names = new(maxBytes / 8);
    private long switches;

    /// <summary>How often rebuilt views had been put into use when what is held was met.</summary>
    public long Switches => Volatile.Read(ref switches);

    /// <summary>
    /// Whom an identifier names, as long as the customer is known without a gap since (<see cref="CustomerState.Life"/>): it is bound once and for
    /// all,
    /// unless the person is erased.
    /// </summary>
    public bool TryFind(IdentifierKey identifier, out CustomerKey customer, [MaybeNullWhen(false)] out object life)
    {
        lock (gate)
        {
            var found = names.TryRenew(identifier, out var named);
            (customer, life) = named;
            return found;
        }
    }

    /// <summary>The life of a customer who stands there still; null: nothing is held.</summary>
    public object? LifeOf(CustomerKey customer, StreamPlace place)
    {
        lock (gate) return states.TryPeek(customer, out var state) && state.Stream == place ? state.Life : null;
    }

    /// <summary>Takes a customer out. Whoever takes it may change it, and puts it back once that is committed.</summary>
    public bool TryTake(CustomerKey customer, [MaybeNullWhen(false)] out CustomerState state)
    {
        lock (gate) return states.TryTake(customer, out state);
    }

    /// <summary>Says that rows of a customer were put in beside the committers, so that what is held is of before.</summary>
    public void Forget(CustomerKey customer)
    {
        lock (gate) states.TryTake(customer, out _);
    }

    /// <summary>Holds what was committed, unless rebuilt views have been put into use since.</summary>
    /// <param name="found">The customers.</param>
    /// <param name="at">How often rebuilt views had been put into use when they were folded.</param>
    public void Put(IEnumerable<KeyValuePair<CustomerKey, CustomerState>> found, long at)
    {
        lock (gate)
            if (at == switches)
                foreach (var (customer, state) in found) states.Put(customer, state, state.Bytes);
    }

    /// <summary>Holds whom identifiers name.</summary>
    /// <param name="named">The identifiers.</param>
    /// <param name="met">The customers as they were met when that was found; whoever is not among them is not held.</param>
    public void Put(IEnumerable<(IdentifierKey Identifier, string Customer)> named, IReadOnlyDictionary<CustomerKey, CustomerState> met)
    {
        lock (gate)
            foreach (var (identifier, name) in named)
                if (new CustomerKey(identifier.Tenant, name) is var customer && met.TryGetValue(customer, out var state))
                    names.Put(identifier, (customer, state.Life), identifier.Identifier.Length);
    }

    /// <summary>Forgets every customer when a rebuilt view has been put into use since.</summary>
    public void SeeSwitches(long now)
    {
        lock (gate)
        {
            if (now <= switches) return;
            states.Clear();
            Volatile.Write(ref switches, now);
        }
    }
}
