using System.Text.Json.Serialization;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Identity;

namespace JourneyStore.Events;

/// <summary>
/// A stored event: what happened to one customer, once. The envelope that every projection, signal, policy and reaction sees.
/// </summary>
public sealed record JourneyEvent
{
    /// <summary>Place in the log, rising, shared by all tenants; holes are possible.</summary>
    public required long Position { get; init; }

    /// <summary>The tenant it belongs to.</summary>
    public required string Tenant { get; init; }

    /// <summary>Our id of the customer it happened to: the stream.</summary>
    public required string Customer { get; init; }

    /// <summary>Place in the customer's stream, 1-based, without holes.</summary>
    public required long Version { get; init; }

    /// <summary>Who produced it.</summary>
    public required string Source { get; init; }

    /// <summary>The producer's id, unique within <see cref="Source"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Dotted lower-case type.</summary>
    public required string Type { get; init; }

    /// <summary>Business time, from the producer; UTC, to the microsecond.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the store accepted it; UTC, to the microsecond.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Identifiers that came with the event.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];

    /// <summary>Identifiers of the organisation; empty: none.</summary>
    public IReadOnlyList<Identifier> Account { get; init; } = [];

    /// <summary>Which process; null: none.</summary>
    public string? Process { get; init; }

    /// <summary>Which instance of the process; null: none.</summary>
    public string? CaseId { get; init; }

    /// <summary>Which step; null: the type stands for it.</summary>
    public string? Activity { get; init; }

    /// <summary>Who or what did it; null: not said.</summary>
    public string? Actor { get; init; }

    /// <summary>How it reached us; null: not said.</summary>
    public string? Channel { get; init; }

    /// <summary>Correlation id; null: not said.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Causation id; null: not said.</summary>
    public string? CausationId { get; init; }

    /// <summary>Version of the shape of <see cref="Data"/>.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The data as one UTF-8 JSON value; empty: no data.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The typed data, upcast to the newest version, when the type is in the catalogue; else null.</summary>
    [JsonIgnore]
    public IEventBody? Body { get; init; }

    /// <summary>The step of the process that the event stands for: the activity, or else the type.</summary>
    public string Step => Activity ?? Type;

    /// <summary>
    /// True for what only says who is who: two customers became one, or one became two, or a case passed from a customer to the same one, as it
    /// turned out. No view
    /// is told of
    /// it: a customer who was thought to be two is as one who was always known to be one.
    /// </summary>
    [JsonIgnore]
    public bool IsOnlyAboutIdentity => Body is CustomersMerged or CustomerSplit || (Body is CaseMoved moved && moved.From == moved.To);

    /// <summary>One line for a person who reads the timeline.</summary>
    public string Title => Body?.Title ?? Activity ?? Type;
}
