using System.Buffers;
using System.Text;
using JourneyStore.Events;

namespace JourneyStore.Engine.Intake.Checks;

/// <summary>
/// The rules that every event keeps, whichever way it came: what the protocols check of a text, checked of a candidate. The intake asks
/// it of all candidates, so that an event made in code can do no harm that one from outside cannot.
/// </summary>
public static class CandidateCheck
{
    /// <summary>Most extension attributes of one event.</summary>
    public const int MaxExtensions = 64;

    /// <summary>Longest extension value as JSON, in characters.</summary>
    public const int MaxExtensionLength = 4_096;

    private static readonly SearchValues<char> TypeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Checks a candidate.</summary>
    /// <param name="candidate">The event.</param>
    /// <param name="maxEventBytes">Most bytes of its data.</param>
    /// <returns>Why it is not taken; null: it is.</returns>
    public static Rejection? Check(EventCandidate candidate, int maxEventBytes) => Check(candidate, maxEventBytes, out _);

    /// <summary>As <see cref="Check(EventCandidate, int)"/>, and whether all numbers of the data are plain already.</summary>
    internal static Rejection? Check(EventCandidate candidate, int maxEventBytes, out bool isPlain)
    {
        isPlain = true;
        if (candidate.Data.Length > maxEventBytes) return TooLarge(candidate.Data.Length, maxEventBytes);
        if (candidate.OccurredAt is { } time && ProblemOfTime(time) is { } problem) return new Rejection(RejectionCodes.BadTime, problem);
        if (candidate.SchemaVersion < 1) return Bad("schemaversion", "is at least 1");
        return Required("id", candidate.Id)
            ?? Required("source", candidate.Source)
            ?? Required("type", candidate.Type, TextCheck.MaxTypeLength)
            ?? Optional("process", candidate.Process)
            ?? Optional("caseid", candidate.CaseId)
            ?? Optional("activity", candidate.Activity)
            ?? Optional("actor", candidate.Actor)
            ?? Optional("channel", candidate.Channel)
            ?? Optional("correlationid", candidate.CorrelationId)
            ?? Optional("causationid", candidate.CausationId)
            ?? Optional("traceparent", candidate.TraceParent)
            ?? Optional("subject", candidate.Subject)
            ?? Optional("dataschema", candidate.DataSchema)
            ?? Optional("datacontenttype", candidate.DataContentType)
            ?? Identifiers(RejectionCodes.BadCustomer, "customer", candidate.Customer)
            ?? Identifiers(RejectionCodes.BadAccount, "account", candidate.Account)
            ?? Extensions(candidate.Extensions)
            ?? (candidate.Data.IsEmpty ? null : DataCheck.Check(candidate.Data.Span, out isPlain));
    }

    internal static Rejection TooLarge(long bytes, int most) =>
        new(RejectionCodes.DataTooLarge, $"an event has at most {most} bytes, found {bytes}");

    internal static Rejection Bad(string attribute, string problem) => new(RejectionCodes.BadAttribute, $"{attribute} {problem}");

    /// <summary>What is wrong with a time of occurrence; null: nothing.</summary>
    internal static string? ProblemOfTime(DateTimeOffset time) =>
        // The least moment is what an unset time is written as, and databases read it as minus infinity.
        time.UtcDateTime.Ticks < TimeSpan.TicksPerSecond ? "time is 0001-01-01T00:00:00Z, the sign of a time that was never set" : null;

    private static Rejection? Required(string attribute, string? value, int maxLength = TextCheck.MaxLength)
    {
        if (value is null) return new Rejection(RejectionCodes.MissingAttribute, $"{attribute} is missing");
        if (Padding.IsBlank(value)) return Bad(attribute, "must not be empty or blank");
        return TextCheck.Problem(value, maxLength) is { } problem ? Bad(attribute, problem) : null;
    }

    private static Rejection? Optional(string attribute, string? value) =>
        value is not null && TextCheck.Problem(value) is { } problem ? Bad(attribute, problem) : null;

    private static Rejection? Identifiers(string code, string attribute, IReadOnlyList<Identifier> identifiers)
    {
        if (identifiers.Count > Identifier.MaxInOneList) return new Rejection(code, $"{attribute}: at most {Identifier.MaxInOneList} identifiers in one list");
        for (var i = 0; i < identifiers.Count; i++)
            if (ProblemOf(identifiers[i]) is { } problem) return new Rejection(code, $"{attribute}: {problem}");
        return null;
    }

    private static string? ProblemOf(Identifier identifier)
    {
        var (type, value) = identifier;
        if (type is null or { Length: 0 or > Identifier.MaxTypeLength } || type.AsSpan().ContainsAnyExcept(TypeCharacters))
            return $"an identifier type is 1 to {Identifier.MaxTypeLength} of a-z 0-9 - _ . , found {TextCheck.Quote(type)}";
        if (value is null or { Length: 0 or > Identifier.MaxValueLength } || value.Contains('\0'))
            return $"an identifier value has 1 to {Identifier.MaxValueLength} characters and no NUL, found {TextCheck.Quote(value)}";
        if (Padding.IsBlank(value)) return $"an identifier value is not blank, found {TextCheck.Quote(value)}";
        return TextCheck.HasHalfPair(value) ? $"half of a surrogate pair in {TextCheck.Quote(value)}" : null;
    }

    private static Rejection? Extensions(IReadOnlyDictionary<string, string>? extensions)
    {
        if (extensions is null) return null;
        if (extensions.Count > MaxExtensions) return Bad("an event", $"has {extensions.Count} extension attributes, at most {MaxExtensions} are kept");
        foreach (var (name, json) in extensions)
        {
            if (TextCheck.Problem(name) is { } problem) return Bad("an extension's name", problem);
            if (json.Length > MaxExtensionLength) return Bad(name, $"has {json.Length} characters, at most {MaxExtensionLength} are kept");
            if (TextCheck.Problem(json, MaxExtensionLength) is { } text) return Bad(name, text);
            if (DataCheck.Check(Encoding.UTF8.GetBytes(json)) is { } bad) return Bad(name, $"cannot be kept: {bad.Reason}");
        }
        return null;
    }
}
