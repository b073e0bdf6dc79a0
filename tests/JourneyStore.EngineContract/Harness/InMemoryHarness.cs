using JourneyStore.Engine.Storage;
using JourneyStore.Testing;
using JourneyStore.Testing.Memory;

namespace JourneyStore.EngineContract.Harness;

/// <summary>Engines in memory.</summary>
public sealed class InMemoryHarness : EngineHarness
{
    private readonly InMemoryDatabase database = new();

    public override Task OpenAsync() => Task.CompletedTask;

    public override IStorage OpenStorage() => new InMemoryStorage(database);

    public override Task CutOwnershipsAsync()
    {
        database.CutOwnerships();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
