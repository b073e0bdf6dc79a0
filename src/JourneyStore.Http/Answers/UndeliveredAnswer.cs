namespace JourneyStore.Http.Answers;

/// <summary>How many are told again.</summary>
internal sealed record RetriedAnswer(long Retried);

/// <summary>How many were thrown away.</summary>
internal sealed record DiscardedAnswer(long Discarded);
