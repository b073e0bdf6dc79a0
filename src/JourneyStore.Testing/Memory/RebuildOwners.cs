namespace JourneyStore.Testing.Memory;

/// <summary>Which views' rebuilds are owned.</summary>
internal sealed class RebuildOwners
{
    private readonly Dictionary<string, Owned> owned = [];

    /// <summary>Null: somebody else owns it.</summary>
    public IAsyncDisposable? TryOwn(string view)
    {
        var one = new Owned(this, view);
        lock (owned) return owned.TryAdd(view, one) ? one : null;
    }

    /// <summary>Everything is free, whoever believes to own it.</summary>
    public void Cut()
    {
        lock (owned) owned.Clear();
    }

    private void GiveUp(string view, Owned one)
    {
        // What is disposed of again, or was cut, may be another's by then.
        lock (owned)
            if (owned.GetValueOrDefault(view) == one) owned.Remove(view);
    }

    private sealed class Owned(RebuildOwners owners, string view) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            owners.GiveUp(view, this);
            return ValueTask.CompletedTask;
        }
    }
}
