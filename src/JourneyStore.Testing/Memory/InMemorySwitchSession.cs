using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>The transaction in which an inline view is switched, while appends wait: what it writes is its own until then.</summary>
internal sealed class InMemorySwitchSession(Contents start, ViewTable view) : ISwitchSession
{
    private Contents contents = start;

    /// <summary>The next generation as this session leaves it.</summary>
    public MemoryView Next => contents.Views[(view.Name, Generation.Next)];

    public Task<IReadOnlyList<CustomerKey>> ReadStaleAsync(int limit, CancellationToken ct) => Task.FromResult(Histories.Stale(contents, view, limit));

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct) => Task.FromResult(Histories.Read(contents, query));

    public Task WriteAsync(IReadOnlyList<ViewWrite> rows, CancellationToken ct)
    {
        contents = contents.With(view.Name, Generation.Next, Next.WithRows(rows, view.Version));
        return Task.CompletedTask;
    }
}
