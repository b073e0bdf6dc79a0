using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>The views whose rebuild is ours, until disposal. Not for concurrent use.</summary>
internal sealed class OwnedRebuilds(Database storage) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> owned = [];

    /// <summary>False: somebody else is about it.</summary>
    public async Task<bool> TryAddAsync(ViewTable view, CancellationToken ct)
    {
        if (await storage.TryOwnRebuildAsync(view.Name, ct) is not { } one) return false;
        owned.Add(one);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in owned) await one.DisposeAsync();
        owned.Clear();
    }
}
