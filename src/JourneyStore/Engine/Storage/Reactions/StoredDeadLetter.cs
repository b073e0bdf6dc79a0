using Wolverine;

namespace JourneyStore.Engine.Storage.Reactions;

/// <summary>A message that failed for good, as Wolverine keeps it.</summary>
/// <param name="Place">Its place in their order.</param>
/// <param name="Address">The queue whose handler failed.</param>
/// <param name="Envelope">The message.</param>
/// <param name="Reason">Why.</param>
internal sealed record StoredDeadLetter(DeadLetterPlace Place, Uri Address, Envelope Envelope, string Reason);

/// <summary>The order of dead letters: by when they were given up, and by id.</summary>
internal readonly record struct DeadLetterPlace(DateTimeOffset SentAt, Guid Id);
