namespace JourneyStore.Embedded;

/// <summary>A server that has been connected to.</summary>
internal sealed record RunningServer(PostmasterFile Postmaster, string ConnectionString, Version Version, bool StartedHere);
