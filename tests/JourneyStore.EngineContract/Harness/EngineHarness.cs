using JourneyStore.Engine;
using JourneyStore.Engine.Storage;
using JourneyStore.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace JourneyStore.EngineContract.Harness;

/// <summary>A fresh, empty store for one test, and engines on it. What an engine's own tests have to fill in is where its storage comes from.</summary>
public abstract class EngineHarness : IAsyncDisposable
{
    private static int s_engines;

    /// <summary>What every engine of the contract has in its rooms.</summary>
    public static Inventory Rooms { get; } = Inventory.Discover();

    public SteeredTime Time { get; } = new();

    /// <summary>Makes the empty store.</summary>
    public abstract Task OpenAsync();

    /// <summary>A storage of its own on the store, as another process would have.</summary>
    public abstract IStorage OpenStorage();

    /// <summary>Starts an engine; a second one plays a second process on the same store.</summary>
    public async Task<JourneyEngine> StartEngineAsync(EngineOptions? options = null, Inventory? rooms = null)
    {
        var ids = new SeededIds(Interlocked.Increment(ref s_engines));
        var engine = new JourneyEngine(OpenStorage(), rooms ?? Rooms, options ?? new EngineOptions(), Time, ids, NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>Cuts the connections on which engines own shards and rebuilds, as a network does.</summary>
    public abstract Task CutOwnershipsAsync();

    /// <summary>Throws the store away.</summary>
    public abstract ValueTask DisposeAsync();
}
