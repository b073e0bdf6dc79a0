namespace JourneyStore.Testing.Memory;

/// <summary>Which views' rebuilds are owned.</summary>
internal sealed class RebuildOwners
{
    private readonly HashSet<string> owned = [];

    /// <summary>Null: somebody else owns it.</summary>
    public IAsyncDisposable? TryOwn(string view)
    {
        lock (owned) return owned.Add(view) ? new Owned(this, view) : null;
    }

    private void GiveUp(string view)
    {
        lock (owned) owned.Remove(view);
    }

    private sealed class Owned(RebuildOwners owners, string view) : IAsyncDisposable
    {
        private bool given;

        public ValueTask DisposeAsync()
        {
            // Once: what is disposed of again may be another's by then.
            if (!Interlocked.Exchange(ref given, true)) owners.GiveUp(view);
            return ValueTask.CompletedTask;
        }
    }
}
