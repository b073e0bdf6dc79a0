namespace JourneyStore.Events.Promises;

/// <summary>Concerns something that was promised to the customer.</summary>
public interface IPromise : IEventBody
{
    /// <summary>The producer's id of the promise; null: told apart by what it is and by its case.</summary>
    string? PromiseId { get; }

    /// <summary>What was promised, in a word: <c>callback</c>, <c>delivery</c>, <c>refund</c>, …; null: not said.</summary>
    string? What { get; }
}

/// <summary>A promise is made; it is open until it is kept or broken.</summary>
public interface IMakesPromise : IPromise
{
    /// <summary>By when; null: not said.</summary>
    DateTimeOffset? DueAt { get; }
}

/// <summary>A promise was kept.</summary>
public interface IKeepsPromise : IPromise;

/// <summary>A promise was broken.</summary>
public interface IBreaksPromise : IPromise, IFriction
{
    /// <inheritdoc />
    FrictionKind? IFriction.Friction => FrictionKind.BrokenPromise;
}
