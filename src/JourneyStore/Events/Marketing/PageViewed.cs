using System.ComponentModel;
using JourneyStore.Events.Cases;

namespace JourneyStore.Events.Marketing;

/// <summary>A customer looked at a page.</summary>
[EventType("page.viewed")]
[Description("A customer looked at a page.")]
public sealed record PageViewed : IBesideCase
{
    /// <summary>Its address; null: not said.</summary>
    [Personal]
    public string? Url { get; init; }

    /// <summary>Its name; null: not said.</summary>
    public string? Name { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Page viewed", Name ?? Url);
}
