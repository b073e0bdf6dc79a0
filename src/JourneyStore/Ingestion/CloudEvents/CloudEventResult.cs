using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>What reading one CloudEvent gave: a candidate, or a code and a reason.</summary>
/// <param name="Candidate">The event; null: rejected.</param>
/// <param name="Code">One of <see cref="RejectionCodes"/>; null: not rejected.</param>
/// <param name="Reason">What was expected and found; null with the code.</param>
/// <param name="Id">The producer's id as far as it could be read, also of a rejected event.</param>
/// <param name="Source">The producer as far as it could be read, also of a rejected event.</param>
public readonly record struct CloudEventResult(EventCandidate? Candidate, string? Code, string? Reason, string? Id, string? Source)
{
    /// <summary>Whether the text itself could not be read as JSON: nothing can be said of the event in it.</summary>
    public bool IsUnreadable => Code is RejectionCodes.BadJson or RejectionCodes.NotAnObject or RejectionCodes.BadUtf8;

    internal static CloudEventResult Read(EventCandidate candidate) => new(candidate, null, null, candidate.Id, candidate.Source);

    internal static CloudEventResult Rejected(Rejection rejection, string? id = null, string? source = null) =>
        new(null, rejection.Code, rejection.Reason, id, source);
}
