namespace JourneyStore.Engine;

/// <summary>What the engine asks of a database.</summary>
public interface IStorage : IAsyncDisposable;
