using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Service;

/// <summary>A service level that was agreed for a case was missed.</summary>
[EventType("sla.breached")]
[Description("A service level that was agreed for a case was missed.")]
public sealed record SlaBreached : IBreachesSla
{
    /// <summary>Which service level, for instance <c>resolution</c> or <c>first-response</c>; null: not said.</summary>
    public string? Sla { get; init; }

    /// <summary>When it should have been met; null: not said.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How late it was when noticed, in minutes, 0 or more; null: not said.</summary>
    public double? OverdueMinutes { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Service level missed", Sla);
}
