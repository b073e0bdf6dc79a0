using System.Diagnostics.CodeAnalysis;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// The customers that a committer met lately, so that their rows need not be read and parsed again. A hint, never a truth: what it holds is
/// used only when the locked stream still stands at the version it was folded to. Bounded by the bytes of the rows; what was not met for
/// longest goes first, a generation at a time. For one committer; not for concurrent use.
/// </summary>
/// <param name="maxBytes">Most bytes of rows, as they are stored.</param>
internal sealed class CustomerMemory(long maxBytes)
{
    private Generation young = new();
    private Generation old = new();
    private long switches = -1;

    /// <summary>Whom an identifier named when it was last met.</summary>
    public bool Knows(IdentifierKey identifier)
    {
        if (young.Names.TryGetValue(identifier, out var customer)) return young.States.ContainsKey(customer) || old.States.ContainsKey(customer);
        if (!old.Names.Remove(identifier, out customer)) return false;
        young.Names.Add(identifier, customer);
        return young.States.ContainsKey(customer) || old.States.ContainsKey(customer);
    }

    /// <summary>Takes a customer out, if what is held is current for this version. Whoever takes it may change it, and puts it back once that is committed.</summary>
    public bool TryTake(CustomerKey customer, long version, [MaybeNullWhen(false)] out CustomerState state)
    {
        if (young.States.Remove(customer, out state)) young.Bytes -= state.Bytes;
        else if (!old.States.Remove(customer, out state)) return false;
        return state.Version == version;
    }

    /// <summary>Holds what was committed.</summary>
    public void Put(CustomerKey customer, CustomerState state)
    {
        if (state.Bytes > maxBytes / 8) return;
        young.States[customer] = state;
        young.Bytes += state.Bytes;
        if (young.Bytes > maxBytes / 2) (old, young) = (young, new Generation());
    }

    /// <summary>Holds whom identifiers name.</summary>
    public void Put(IdentifierKey identifier, CustomerKey customer)
    {
        if (young.Names.TryAdd(identifier, customer)) young.Bytes += 2 * identifier.Identifier.Length;
        else young.Names[identifier] = customer;
    }

    /// <summary>Forgets everything when a rebuilt view has been put into use since the batch before.</summary>
    public void SeeSwitches(long now)
    {
        if (switches == now) return;
        if (switches >= 0) (young, old) = (new Generation(), new Generation());
        switches = now;
    }

    private sealed class Generation
    {
        public Dictionary<CustomerKey, CustomerState> States { get; } = [];

        public Dictionary<IdentifierKey, CustomerKey> Names { get; } = [];

        public long Bytes { get; set; }
    }
}
