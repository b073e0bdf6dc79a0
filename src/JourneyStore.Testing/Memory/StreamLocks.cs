using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>Row locks of streams: taken in one order by everybody and held until the transaction ends, so that nobody waits in a circle.</summary>
internal sealed class StreamLocks
{
    private readonly Dictionary<CustomerKey, SemaphoreSlim> locks = [];

    public async Task<IReadOnlyList<CustomerKey>> TakeAsync(IEnumerable<CustomerKey> customers, CancellationToken ct)
    {
        var taken = new List<CustomerKey>();
        try
        {
            foreach (var customer in customers.Order())
            {
                await Of(customer).WaitAsync(ct);
                taken.Add(customer);
            }
            return taken;
        }
        catch
        {
            Free(taken);
            throw;
        }
    }

    public void Free(IReadOnlyList<CustomerKey> taken)
    {
        foreach (var customer in taken) Of(customer).Release();
    }

    private SemaphoreSlim Of(CustomerKey customer)
    {
        lock (locks)
        {
            if (!locks.TryGetValue(customer, out var one)) locks.Add(customer, one = new SemaphoreSlim(1));
            return one;
        }
    }
}
