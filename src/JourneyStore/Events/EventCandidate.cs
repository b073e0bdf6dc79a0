namespace JourneyStore.Events;

/// <summary>
/// An event as a producer sent it, read by a protocol but not yet accepted: no position, no customer of ours, perhaps no time.
/// What every ingestion protocol and importer produces, and the intake takes.
/// </summary>
public sealed record EventCandidate
{
    /// <summary>Who produced it: CloudEvents <c>source</c>. With <see cref="Id"/> the identity of the event for ever.</summary>
    public required string Source { get; init; }

    /// <summary>The producer's id of the event, unique within <see cref="Source"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Dotted lower-case event type, for instance <c>ticket.opened</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, by the producer's account; null: the time of receipt.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Identifiers of the customer it happened to; empty: not known yet.</summary>
    public IReadOnlyList<Identifier> Customer { get; init; } = [];

    /// <summary>Identifiers of the organisation concerned; empty: none.</summary>
    public IReadOnlyList<Identifier> Account { get; init; } = [];

    /// <summary>Which process it belongs to, for instance <c>incident</c>; null: none.</summary>
    public string? Process { get; init; }

    /// <summary>Which instance of the process (a ticket number, an order number); null: none.</summary>
    public string? CaseId { get; init; }

    /// <summary>Which step of the process; null: the event's type stands for the step.</summary>
    public string? Activity { get; init; }

    /// <summary>Who or what did it (an agent, a group, a system); null: not said.</summary>
    public string? Actor { get; init; }

    /// <summary>How it reached us (<c>phone</c>, <c>email</c>, <c>web</c>, …); null: not said.</summary>
    public string? Channel { get; init; }

    /// <summary>What it belongs together with; null: not said.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What caused it; null: not said.</summary>
    public string? CausationId { get; init; }

    /// <summary>W3C trace context of the producer; null: not said.</summary>
    public string? TraceParent { get; init; }

    /// <summary>CloudEvents <c>subject</c>; null: none.</summary>
    public string? Subject { get; init; }

    /// <summary>CloudEvents <c>dataschema</c>; null: none.</summary>
    public string? DataSchema { get; init; }

    /// <summary>Media type of the data when it is not JSON; null: JSON.</summary>
    public string? DataContentType { get; init; }

    /// <summary>True when <see cref="Data"/> is a JSON string that holds bytes in base64.</summary>
    public bool DataIsBase64 { get; init; }

    /// <summary>Version of the shape of <see cref="Data"/> for a catalogued type; 1 when the producer does not say.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>CloudEvents extension attributes that we do not read ourselves, kept as JSON values by name; null: none.</summary>
    public IReadOnlyDictionary<string, string>? Extensions { get; init; }

    /// <summary>The data as one UTF-8 JSON value, byte for byte as it came; empty: no data.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
