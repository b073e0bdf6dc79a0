namespace JourneyStore.Http.Answers;

/// <summary>That all is well; what is not is a problem.</summary>
internal sealed record HealthAnswer(string Status);
