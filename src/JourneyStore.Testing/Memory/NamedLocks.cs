namespace JourneyStore.Testing.Memory;

/// <summary>Locks by name: taken in one order by everybody and held until the transaction ends, so that nobody waits in a circle.</summary>
internal sealed class NamedLocks
{
    private readonly Dictionary<string, SemaphoreSlim> locks = [];

    public async Task<IReadOnlyList<string>> TakeAsync(IEnumerable<string> names, CancellationToken ct)
    {
        var taken = new List<string>();
        try
        {
            foreach (var name in names.Distinct().Order(StringComparer.Ordinal))
            {
                await Of(name).WaitAsync(ct);
                taken.Add(name);
            }
            return taken;
        }
        catch
        {
            Free(taken);
            throw;
        }
    }

    public void Free(IEnumerable<string> taken)
    {
        foreach (var name in taken) Of(name).Release();
    }

    private SemaphoreSlim Of(string name)
    {
        lock (locks)
        {
            if (!locks.TryGetValue(name, out var one)) locks.Add(name, one = new SemaphoreSlim(1));
            return one;
        }
    }
}
