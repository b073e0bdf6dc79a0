using System.Collections.Concurrent;
using System.Reflection;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.EngineContract.Harness;

/// <summary>A storage that counts the pages of histories that are read through it, also inside the transactions of appends and projections.</summary>
public class CountedHistoryReads : DispatchProxy
{
    private object inner = null!;
    private ConcurrentQueue<HistoryQuery> pages = null!;

    public static (IStorage Storage, ConcurrentQueue<HistoryQuery> Pages) Over(IStorage storage)
    {
        var pages = new ConcurrentQueue<HistoryQuery>();
        return (Over(storage, pages), pages);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is [HistoryQuery query, ..]) pages.Enqueue(query);
        if (targetMethod!.Name == nameof(IAppendSession.ReadHistoriesAsync) && args is [IReadOnlyList<CustomerKey> customers, int limit, ..])
            foreach (var customer in customers) pages.Enqueue(new HistoryQuery(customer.Tenant, customer.Customer, null, null, null, null, null, limit));
        var result = targetMethod.Invoke(inner, BindingFlags.DoNotWrapExceptions, null, args, null);
        return result switch
        {
            IAppendSession session => Over(session, pages),
            Task<IProjectionSession> beginning => BegunAsync(beginning),
            _ => result,
        };
    }

    private async Task<IProjectionSession> BegunAsync(Task<IProjectionSession> beginning) => Over(await beginning, pages);

    private static T Over<T>(T inner, ConcurrentQueue<HistoryQuery> pages) where T : class
    {
        var proxy = Create<T, CountedHistoryReads>();
        var counting = (CountedHistoryReads)(object)proxy;
        (counting.inner, counting.pages) = (inner, pages);
        return proxy;
    }
}
