namespace JourneyStore.Engine;

/// <summary>Where new ids come from; a parameter, so that a replay and a test can repeat them.</summary>
public interface IIdSource
{
    /// <summary>A new id that sorts by the moment it was made (UUID version 7).</summary>
    /// <param name="now">The moment.</param>
    Guid New(DateTimeOffset now);
}

/// <summary>Ids for production: time-ordered and random (RFC 9562, version 7).</summary>
public sealed class RandomIds : IIdSource
{
    /// <inheritdoc />
#pragma warning disable RS0030 // the one place where chance enters
    public Guid New(DateTimeOffset now) => Guid.CreateVersion7(now);
#pragma warning restore RS0030
}
