namespace JourneyStore.Engine.Storage;

/// <summary>A view that wants a table.</summary>
/// <param name="Name">The view's name.</param>
/// <param name="Version">The version of its fold.</param>
/// <param name="RankedBy">Numeric top-level property by which rows are listed; null: by key.</param>
/// <param name="HasState">True for a view across customers, which keeps a state a group beside its rows.</param>
/// <param name="Async">True when it follows the log with a progress of its own.</param>
/// <param name="Document">The class of its rows, which Marten keeps as documents.</param>
public sealed record ViewTable(string Name, string Version, string? RankedBy, bool HasState, bool Async, Type Document);

/// <summary>The batch met another transaction (a new identifier, a duplicate key, a lock): nothing was written, try again.</summary>
/// <param name="inner">What the database said.</param>
/// <param name="message">What was met.</param>
public sealed class ConflictException(Exception? inner, string message = "The batch met another transaction; nothing was written.") : Exception(message, inner);
