using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;

namespace JourneyStore.Hosting;

/// <summary>Appends an application's own events, typed: what happened is a record of the catalogue.</summary>
public interface IJourneyIntake
{
    /// <summary>Appends one event. The task ends after the commit; inline views are current then.</summary>
    /// <param name="customer">Who it happened to: one or more identifiers, <c>type:value</c>, comma-separated, as the attribute <c>customer</c> of a
    /// CloudEvent.</param>
    /// <param name="body">What happened: a record with <see cref="EventTypeAttribute"/>, of the library or of an assembly that the application has added.</param>
    /// <param name="about">When, in which process and case, under which id; null: now, in none, a new one.</param>
    /// <param name="ct">Ends it; the event may be stored all the same.</param>
    /// <returns>What became of it. A rejection is a result, not an exception.</returns>
    /// <exception cref="BadParameterException"><paramref name="customer"/> is no list of identifiers.</exception>
    /// <exception cref="StoreException">Code <c>unknown-event-type</c>: the record is of no event type of the rooms. Or the queue is full, or the
    /// database away.</exception>
    Task<AppendResult> AppendAsync(string customer, IEventBody body, AboutEvent? about = null, CancellationToken ct = default);

    /// <summary>Appends several events, in their order, in one transaction.</summary>
    /// <param name="events">At most <see cref="IntakeOptions.MaxEventsPerRequest"/>.</param>
    /// <param name="ct">Ends it.</param>
    Task<AppendReceipt> AppendAsync(IReadOnlyList<(string Customer, IEventBody Body, AboutEvent? About)> events, CancellationToken ct = default);
}

/// <summary>What an event says of itself beside its body. All of it may be left out.</summary>
public sealed record AboutEvent
{
    /// <summary>The event's id, unique within <see cref="Source"/>: the same id again is the same event, and is stored once. Null: a new one.</summary>
    public string? Id { get; init; }

    /// <summary>Who produced it. Null: the application, <c>urn:</c> and its name.</summary>
    public string? Source { get; init; }

    /// <summary>When it happened. Null: now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Which process it belongs to. Null: none.</summary>
    public string? Process { get; init; }

    /// <summary>Which instance of the process. Null: none.</summary>
    public string? CaseId { get; init; }

    /// <summary>Which step of the process. Null: the event's type stands for it.</summary>
    public string? Activity { get; init; }

    /// <summary>The organisation, as <c>customer</c> is written. Null: none.</summary>
    public string? Account { get; init; }

    /// <summary>How it reached us. Null: not said.</summary>
    public string? Channel { get; init; }

    /// <summary>Who or what did it. Null: not said.</summary>
    public string? Actor { get; init; }

    /// <summary>What it belongs together with. Null: not said.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>What caused it, for instance the idempotency key of the event that is handled. Null: not said.</summary>
    public string? CausationId { get; init; }

    /// <summary>The tenant; of a request, that of its first event. Null: <see cref="Tenants.Default"/>.</summary>
    public string? Tenant { get; init; }
}
