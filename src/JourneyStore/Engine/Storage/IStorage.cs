namespace JourneyStore.Engine.Storage;

/// <summary>
/// What the engine asks of a database; the only thing it knows of one. Every call either does what it says or throws; a database that
/// cannot be reached throws <see cref="Errors.StoreUnavailableException"/>, and a batch that met another transaction throws
/// <see cref="ConflictException"/>, which the caller answers by trying again.
/// </summary>
public interface IStorage : IReadStorage, IProjectionStorage, IParkedStorage, IRebuildStorage, IHeldStorage, IOutboxStorage, IKeyStorage, IAsyncDisposable
{
    /// <summary>Brings the schema up to date and makes the tables of the views. Safe when several processes do it at once.</summary>
    Task PrepareAsync(IReadOnlyList<ViewTable> views, CancellationToken ct);

    /// <summary>A session that appends, one batch after the other; not for concurrent use.</summary>
    IAppendSession OpenAppendSession(IReadOnlyList<string> inlineViews);

    /// <summary>True when the database answers and the schema is there.</summary>
    Task<bool> AnswersAsync(CancellationToken ct);
}

/// <summary>A view that wants a table.</summary>
/// <param name="Name">The view's name.</param>
/// <param name="Version">The version of its fold.</param>
/// <param name="RankedBy">Numeric top-level property by which rows are listed; null: by key.</param>
/// <param name="HasState">True for a view across customers, which keeps a state a group beside its rows.</param>
/// <param name="Async">True when it follows the log with a progress of its own.</param>
/// <param name="Shards">Into how many shards a new async view is cut; one that is there keeps its number.</param>
public sealed record ViewTable(string Name, string Version, string? RankedBy, bool HasState, bool Async, int Shards);

/// <summary>The batch met another transaction (a new identifier, a duplicate key, a lock): nothing was written, try again.</summary>
/// <param name="inner">What the database said.</param>
public sealed class ConflictException(Exception inner) : Exception("The batch met another transaction; nothing was written.", inner);
