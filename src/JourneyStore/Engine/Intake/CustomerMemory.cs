using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// The customers that a committer met lately, so that their rows need not be read and parsed again. A hint, never a truth: what it holds is
/// committed only when the stream still stands where it stood. For one committer; not for concurrent use, but for <see cref="Forget"/>.
/// </summary>
/// <param name="maxBytes">Most bytes of rows, as they are stored.</param>
internal sealed class CustomerMemory(long maxBytes)
{
    private readonly Recent<CustomerKey, CustomerState> states = new(maxBytes);
    private readonly Recent<IdentifierKey, CustomerKey> names = new(maxBytes / 8);
    private readonly ConcurrentQueue<CustomerKey> outdated = new();

    /// <summary>How often rebuilt views had been put into use when what is held was met.</summary>
    public long Switches { get; private set; }

    /// <summary>Whom an identifier names. An identifier is bound once and for all.</summary>
    public bool TryFind(IdentifierKey identifier, out CustomerKey customer) => names.TryRenew(identifier, out customer);

    /// <summary>Where a customer's stream stood lately; null: not known.</summary>
    public StreamPlace? PlaceOf(CustomerKey customer)
    {
        while (outdated.TryDequeue(out var gone)) states.TryTake(gone, out _);
        return states.TryPeek(customer, out var state) ? state.Stream : null;
    }

    /// <summary>Says that rows of a customer were put in beside the committers, so that what is held is of before. Safe for concurrent use.</summary>
    public void Forget(CustomerKey customer) => outdated.Enqueue(customer);

    /// <summary>Takes a customer out, if what is held was folded to this place. Whoever takes it may change it, and puts it back once that is committed.</summary>
    public bool TryTake(CustomerKey customer, StreamPlace stream, [MaybeNullWhen(false)] out CustomerState state) =>
        states.TryTake(customer, out state) && state.Stream == stream;

    /// <summary>Holds what was committed.</summary>
    public void Put(CustomerKey customer, CustomerState state) => states.Put(customer, state, state.Bytes);

    /// <summary>Holds whom an identifier names.</summary>
    public void Put(IdentifierKey identifier, CustomerKey customer) => names.Put(identifier, customer, identifier.Identifier.Length);

    /// <summary>Forgets everything when a rebuilt view has been put into use since the batch before.</summary>
    public void SeeSwitches(long now)
    {
        if (Switches != now) states.Clear();
        Switches = now;
    }
}
