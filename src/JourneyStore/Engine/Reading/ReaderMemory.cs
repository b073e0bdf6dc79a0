using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reading;

/// <summary>A customer as read. Many answers share it, so nothing of it is ever changed.</summary>
/// <param name="Mark">Who, and as of when: it holds while the mark does.</param>
/// <param name="Version">Events folded.</param>
/// <param name="Position">Position of the newest event seen.</param>
/// <param name="Identifiers">Every identifier that resolves to the customer.</param>
/// <param name="Views">Inline views by name, without the signals.</param>
/// <param name="Signals">The states of the signals; null: there are none.</param>
internal sealed record KnownCustomer(
    CustomerMark Mark, long Version, long Position, IReadOnlyList<Identifier> Identifiers, IReadOnlyDictionary<string, object> Views, object? Signals);

/// <summary>
/// The customers that were asked for lately, by the name they were asked for. A hint, never a truth: every answer asks the database whether
/// it is still so, and is spared only the reading and parsing. Safe for concurrent use.
/// </summary>
/// <param name="maxBytes">Most bytes of rows, as they are stored.</param>
internal sealed class ReaderMemory(long maxBytes)
{
    private readonly Lock gate = new();
    private readonly Recent<(string Tenant, CustomerRef Customer), (KnownCustomer Known, int Bytes)> customers = new(maxBytes);

    /// <summary>What was read last; null: nothing that is remembered.</summary>
    public KnownCustomer? Find(string tenant, CustomerRef customer)
    {
        lock (gate)
        {
            if (!customers.TryTake((tenant, customer), out var found)) return null;
            customers.Put((tenant, customer), found, found.Bytes);
            return found.Known;
        }
    }

    /// <summary>Holds what was read.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The name asked for.</param>
    /// <param name="known">What was read.</param>
    /// <param name="bytes">Size of its rows as stored.</param>
    public void Put(string tenant, CustomerRef customer, KnownCustomer known, int bytes)
    {
        lock (gate) customers.Put((tenant, customer), (known, bytes), bytes);
    }
}
