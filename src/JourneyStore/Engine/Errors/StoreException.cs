namespace JourneyStore.Engine.Errors;

/// <summary>A refusal that a caller can act on: a stable code and a sentence that says what was expected, what was found and what to do.</summary>
/// <param name="code">Stable, lower-case, hyphenated.</param>
/// <param name="message">For people.</param>
/// <param name="inner">What caused it; null: nothing below.</param>
public class StoreException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable, lower-case, hyphenated code.</summary>
    public string Code => code;
}

/// <summary>The intake is full; nothing of the request was taken. Code <c>intake-full</c>.</summary>
/// <param name="retryAfter">How long to wait before the next try.</param>
public sealed class IntakeFullException(TimeSpan retryAfter)
    : StoreException("intake-full", $"The intake queue is full; nothing of this request was stored. Try again in {Math.Ceiling(retryAfter.TotalSeconds)} s.")
{
    /// <summary>How long to wait before the next try.</summary>
    public TimeSpan RetryAfter => retryAfter;
}

/// <summary>The database is away. What was not acknowledged may or may not be stored; a repeat is safe. Code <c>database-away</c>.</summary>
/// <param name="inner">What the storage said.</param>
public sealed class StoreUnavailableException(Exception inner)
    : StoreException("database-away", "The database cannot be reached at the moment. Nothing was acknowledged; repeat the request later, repeats are safe.", inner);

/// <summary>The database did not get on in time. Code <c>database-slow</c>.</summary>
/// <param name="waited">How long the request waited.</param>
/// <param name="isNothingStored">True when nothing of the request was begun; false: its events may or may not be stored.</param>
public sealed class StoreSlowException(TimeSpan waited, bool isNothingStored)
    : StoreException("database-slow", $"The database did not store the events within {waited.TotalSeconds:0.#} s. "
        + (isNothingStored ? "Nothing of this request is stored; repeat it later." : "They may or may not be stored; repeat the request later, repeats are safe."));

/// <summary>No such thing. Codes <c>unknown-customer</c>, <c>unknown-view</c>, <c>unknown-row</c>, <c>unknown-policy</c>,
/// <c>unknown-decision</c>.</summary>
public sealed class NotFoundException(string code, string message) : StoreException(code, message);

/// <summary>A parameter outside its range or form. Code <c>bad-parameter</c>.</summary>
/// <param name="parameter">The parameter's name.</param>
/// <param name="message">What was expected and found.</param>
public sealed class BadParameterException(string parameter, string message) : StoreException("bad-parameter", message)
{
    /// <summary>The parameter's name.</summary>
    public string Parameter => parameter;
}

/// <summary>The answer is older than asked for. Code <c>not-fresh</c>.</summary>
/// <param name="asked">The position asked for.</param>
/// <param name="position">The position reached.</param>
public sealed class NotFreshException(long asked, long position)
    : StoreException("not-fresh", $"Asked for position {asked} or later; the store has reached {position}. Wait with waitMs, or ask again.")
{
    /// <summary>The position asked for.</summary>
    public long Asked => asked;

    /// <summary>The position reached.</summary>
    public long Position => position;
}
