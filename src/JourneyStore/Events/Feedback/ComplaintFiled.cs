using System.ComponentModel;
using System.Text.Json.Serialization;
using JourneyStore.Events.Contacts;

namespace JourneyStore.Events.Feedback;

/// <summary>A customer complained.</summary>
[EventType("complaint.filed")]
[Description("A customer complained.")]
public sealed record ComplaintFiled : IComplaint
{
    /// <summary>What about; null: not said.</summary>
    [Personal]
    public string? Subject { get; init; }

    /// <summary>How grave, in the producer's words or number; null: not said.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Severity { get; init; }

    /// <summary>What the customer asks for; null: not said.</summary>
    [Personal]
    public string? Demand { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of("Complaint filed", Subject);
}
