using System.Globalization;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake;

/// <summary>Checks a candidate against the catalogue and the limits. A bad one is a result with a code, not an exception.</summary>
internal sealed class Acceptance(EventCatalog catalog, IntakeOptions options, IdentityRules rules)
{
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The rules by which identifiers name customers.</summary>
    public IdentityRules Rules => rules;

    /// <summary>The accepted event, or why not.</summary>
    public (AcceptedEvent? Event, AppendResult? Rejection) Check(string tenant, EventCandidate candidate, DateTimeOffset now)
    {
        candidate = BareCandidate.Of(candidate);
        if (CandidateCheck.Check(candidate, options.MaxEventBytes, out var isPlain) is { } unfit) return No(candidate, unfit.Code, unfit.Reason);
        if (OwnFacts.IsReserved(candidate.Type))
            return No(
                candidate, RejectionCodes.ReservedType,
                $"events of type {candidate.Type} are added by the store itself; to say that customers are one, name them in one event, for instance identity.linked");
        // A database of JSON gives 1e2 back as 100 and -0 as 0: what is folded before the write must equal what is read after it.
        if (!isPlain) candidate = candidate with { Data = PlainNumbers.Of(candidate.Data) };
        var occurredAt = ToMicroseconds(candidate.OccurredAt ?? now);
        if (occurredAt > now + options.MaxFuture)
            return No(
                candidate, RejectionCodes.TimeInFuture,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"time is at most {options.MaxFuture.TotalHours:0.##} h after the time of receipt ({now:yyyy-MM-dd'T'HH:mm:ss'Z'}), found {Written(occurredAt)}; "
                    + $"see to the producer's clock and time zone, or send the event when it has occurred"));
        if (occurredAt < Earliest)
            return No(candidate, RejectionCodes.TimeTooEarly, $"time is 1900 or later, found {Written(occurredAt)}");
        if (catalog.Read(candidate.Type, candidate.SchemaVersion, candidate.Data.Span, out var body) is { } problem)
            return No(candidate, problem.Code, $"{candidate.Type}: {problem.Reason}");
        return (new AcceptedEvent(tenant, candidate, occurredAt, body, EventFingerprint.Of(candidate), rules), null);
    }

    /// <summary>The database keeps microseconds; what is folded before the write must equal what is read after it.</summary>
    public static DateTimeOffset ToMicroseconds(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static (AcceptedEvent?, AppendResult?) No(EventCandidate candidate, string code, string reason) =>
        (null, new AppendResult(candidate.Id, candidate.Source, AppendStatus.Rejected, Code: code, Reason: reason));
}
