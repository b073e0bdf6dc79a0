using System.ComponentModel;

namespace JourneyStore.Http.Answers;

/// <summary>That the process can work; what keeps it from that is a problem.</summary>
internal sealed record HealthAnswer(
    string Status,
    [property: Description("What is not as it should be but keeps nobody from storing events: stopped projections, parked customers, reactions that failed for good; empty: nothing.")] string[] Degraded);
