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
    private readonly Recent<IdentifierKey, (CustomerKey Customer, object Followed)> names = new(maxBytes / 8);
    private long switches;

    /// <summary>How often rebuilt views had been put into use when what is held was met.</summary>
    public long Switches => Volatile.Read(ref switches);

    /// <summary>
    /// Whom an identifier led to when it was met. It does still if the customer has been followed since (<see cref="CustomerState.Followed"/>).
    /// </summary>
    public bool TryFind(IdentifierKey identifier, out CustomerKey customer, [NotNullWhen(true)] out object? followed)
    {
        lock (gate)
        {
            var found = names.TryRenew(identifier, out var named);
            (customer, followed) = named;
            return found;
        }
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
    public void Put(IEnumerable<(IdentifierKey Identifier, CustomerKey Customer, object Followed)> named)
    {
        lock (gate)
            foreach (var (identifier, customer, followed) in named) names.Put(identifier, (customer, followed), identifier.Identifier.Length);
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
