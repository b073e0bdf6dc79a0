using System.Diagnostics.CodeAnalysis;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>An event without the padding around its texts, whichever way it came: a blank case would bind strangers, a padded name would be another
/// person.</summary>
internal static class BareCandidate
{
    /// <summary>The candidate with every text stripped (<see cref="Padding"/>) and blank ones absent; itself when there was nothing to strip.</summary>
    /// <remarks>
    /// A blank text of CloudEvents' own (<c>id</c>, <c>subject</c>, …) becomes empty, and an identifier of blanks keeps no value: <see
    /// cref="CandidateCheck"/> refuses both.
    /// </remarks>
    public static EventCandidate Of(EventCandidate candidate) => IsBare(candidate)
        ? candidate
        : candidate with
        {
            Id = Strip(candidate.Id),
            Source = Strip(candidate.Source),
            Type = Strip(candidate.Type),
            Process = Padding.Strip(candidate.Process),
            CaseId = Padding.Strip(candidate.CaseId),
            Activity = Padding.Strip(candidate.Activity),
            Actor = Padding.Strip(candidate.Actor),
            Channel = Padding.Strip(candidate.Channel),
            CorrelationId = Padding.Strip(candidate.CorrelationId),
            CausationId = Padding.Strip(candidate.CausationId),
            TraceParent = Padding.Strip(candidate.TraceParent),
            Subject = Strip(candidate.Subject),
            DataSchema = Strip(candidate.DataSchema),
            DataContentType = Strip(candidate.DataContentType),
            Customer = Strip(candidate.Customer),
            Account = Strip(candidate.Account),
        };

    private static bool IsBare(EventCandidate candidate) =>
        IsBare(candidate.Id) && IsBare(candidate.Source) && IsBare(candidate.Type) && IsBare(candidate.Process) && IsBare(candidate.CaseId)
        && IsBare(candidate.Activity) && IsBare(candidate.Actor) && IsBare(candidate.Channel) && IsBare(candidate.CorrelationId)
            && IsBare(candidate.CausationId)
        && IsBare(candidate.TraceParent) && IsBare(candidate.Subject) && IsBare(candidate.DataSchema) && IsBare(candidate.DataContentType)
        && IsBare(candidate.Customer) && IsBare(candidate.Account);

    private static bool IsBare(string? text) => text is null || (text.Length > 0 && Padding.Strip(text.AsSpan()).Length == text.Length);

    private static bool IsBare(IReadOnlyList<Identifier> identifiers)
    {
        for (var i = 0; i < identifiers.Count; i++)
            if (!IsBare(identifiers[i].Type) || !IsBare(identifiers[i].Value)) return false;
        return true;
    }

    [return: NotNullIfNotNull(nameof(text))]
    private static string? Strip(string? text) => text is null ? null : Padding.Strip(text) ?? "";

    private static Identifier[] Strip(IReadOnlyList<Identifier> identifiers) =>
        [.. identifiers.Select(identifier => new Identifier(Strip(identifier.Type), Strip(identifier.Value))).Distinct()];
}
