using System.Diagnostics.CodeAnalysis;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// The customers that a committer met lately, so that their rows need not be read and parsed again. A hint, never a truth: what it holds is
/// used only when the locked stream still stands at the version it was folded to. For one committer; not for concurrent use.
/// </summary>
/// <param name="maxBytes">Most bytes of rows, as they are stored.</param>
internal sealed class CustomerMemory(long maxBytes)
{
    private readonly Recent<CustomerKey, CustomerState> states = new(maxBytes);
    private readonly Recent<IdentifierKey, CustomerKey> names = new(maxBytes / 8);
    private long switches;

    /// <summary>True when whom the identifier named lately is held.</summary>
    public bool Knows(IdentifierKey identifier)
    {
        if (!names.TryTake(identifier, out var customer)) return false;
        Put(identifier, customer);
        return states.Contains(customer);
    }

    /// <summary>Takes a customer out, if what is held is current for this version. Whoever takes it may change it, and puts it back once that is committed.</summary>
    public bool TryTake(CustomerKey customer, long version, [MaybeNullWhen(false)] out CustomerState state) =>
        states.TryTake(customer, out state) && state.Version == version;

    /// <summary>Holds what was committed.</summary>
    public void Put(CustomerKey customer, CustomerState state) => states.Put(customer, state, state.Bytes);

    /// <summary>Holds whom an identifier names.</summary>
    public void Put(IdentifierKey identifier, CustomerKey customer) => names.Put(identifier, customer, identifier.Identifier.Length);

    /// <summary>Forgets everything when a rebuilt view has been put into use since the batch before.</summary>
    public void SeeSwitches(long now)
    {
        if (switches != now) states.Clear();
        switches = now;
    }
}
