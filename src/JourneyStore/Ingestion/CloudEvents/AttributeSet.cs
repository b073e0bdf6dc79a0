using System.Globalization;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>
/// Gathers the attributes of one event, in whatever order they come, and checks each by its own rule. What stands around a text is nothing, and an
/// optional
/// text of ours that is blank is absent (<see cref="Padding"/>); of CloudEvents' own attributes the standard says that none is empty.
/// </summary>
internal struct AttributeSet
{
    private uint seen;
    private string? id;
    private string? source;
    private string? type;
    private DateTimeOffset? time;
    private string? subject;
    private MediaType? mediaType;
    private string? dataContentType;
    private string? dataSchema;
    private Identifier[]? customer;
    private Identifier[]? account;
    private string? process;
    private string? caseId;
    private string? activity;
    private string? actor;
    private string? channel;
    private string? correlationId;
    private string? causationId;
    private string? traceParent;
    private int? schemaVersion;
    private Dictionary<string, string?>? extensions;
    private bool someExtensionIsNull;

    /// <summary>The declared media type of the data; null: not declared.</summary>
    public readonly MediaType? DeclaredType => mediaType;

    /// <summary>Notes that an attribute comes; null values count, because the same name twice is ambiguous all the same.</summary>
    public Rejection? See(KnownAttribute attribute)
    {
        var bit = 1u << (int)attribute;
        if ((seen & bit) != 0) return Twice(AttributeNames.Of(attribute));
        seen |= bit;
        return null;
    }

    /// <summary>Takes the text of an attribute.</summary>
    public Rejection? Set(KnownAttribute attribute, string text) => attribute switch
    {
        KnownAttribute.SpecVersion => text == "1.0" ? null : BadSpecVersion(text),
        KnownAttribute.Id => Name(attribute, text, TextCheck.MaxLength, ref id),
        KnownAttribute.Source => Name(attribute, text, TextCheck.MaxLength, ref source)
            ?? (UriText.IsReference(source) ? null : CandidateCheck.Bad("source", $"is a URI-reference, found {TextCheck.Quote(text)}")),
        // Whatever its spelling: a type that the catalogue does not know is kept as it came.
        KnownAttribute.Type => Name(attribute, text, TextCheck.MaxTypeLength, ref type),
        KnownAttribute.Time => SetTime(text),
        KnownAttribute.Subject => Name(attribute, text, TextCheck.MaxLength, ref subject),
        KnownAttribute.DataContentType => SetMediaType(text),
        KnownAttribute.DataSchema => Name(attribute, text, TextCheck.MaxLength, ref dataSchema)
            ?? (UriText.IsAbsolute(dataSchema) ? null : CandidateCheck.Bad("dataschema", $"is an absolute URI, found {TextCheck.Quote(text)}")),
        KnownAttribute.Customer => SetIdentifiers(RejectionCodes.BadCustomer, "customer", text, ref customer),
        KnownAttribute.Account => SetIdentifiers(RejectionCodes.BadAccount, "account", text, ref account),
        KnownAttribute.Process => Text(attribute, text, ref process),
        KnownAttribute.CaseId => Text(attribute, text, ref caseId),
        KnownAttribute.Activity => Text(attribute, text, ref activity),
        KnownAttribute.Actor => Text(attribute, text, ref actor),
        KnownAttribute.Channel => Text(attribute, text, ref channel),
        KnownAttribute.CorrelationId => Text(attribute, text, ref correlationId),
        KnownAttribute.CausationId => Text(attribute, text, ref causationId),
        KnownAttribute.TraceParent => Text(attribute, text, ref traceParent),
        KnownAttribute.SchemaVersion => SetSchemaVersion(text),
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "data is not an attribute"),
    };

    /// <summary>Takes the time, which a reader of JSON has without making a string of it.</summary>
    public Rejection? SetTime(ReadOnlySpan<char> text)
    {
        if (!Rfc3339.TryParse(Padding.Strip(text), out var time))
            return new Rejection(RejectionCodes.BadTime, $"time is an RFC 3339 timestamp with seconds and offset, found {TextCheck.Quote(text)}");
        this.time = time;
        return CandidateCheck.ProblemOfTime(time) is { } problem ? new Rejection(RejectionCodes.BadTime, problem) : null;
    }

    /// <summary>Takes an extension as JSON; null: the attribute is there with the value null, which means absent.</summary>
    public Rejection? SetExtension(string name, string? json)
    {
        extensions ??= new Dictionary<string, string?>(StringComparer.Ordinal);
        if (!extensions.TryAdd(name, json)) return Twice(name);
        if (extensions.Count > CandidateCheck.MaxExtensions) return CandidateCheck.Bad(name, $"is one attribute too many; at most {CandidateCheck.MaxExtensions} extensions are kept");
        if (json is null) someExtensionIsNull = true;
        else if (json.Length > CandidateCheck.MaxExtensionLength) return CandidateCheck.Bad(name, $"has {json.Length} characters, at most {CandidateCheck.MaxExtensionLength} are kept");
        return null;
    }

    /// <summary>Makes the candidate when nothing required is missing.</summary>
    /// <param name="data">The data as one JSON value; empty: none.</param>
    /// <param name="isBase64">Whether it is a JSON string of bytes in base64.</param>
    /// <param name="problem">What is missing.</param>
    public readonly EventCandidate? Build(ReadOnlyMemory<byte> data, bool isBase64, out Rejection problem)
    {
        if (id is null || source is null || type is null || (seen & (1u << (int)KnownAttribute.SpecVersion)) == 0)
        {
            problem = Missing();
            return null;
        }
        problem = default;
        return new EventCandidate
        {
            Id = id,
            Source = source,
            Type = type,
            OccurredAt = time,
            Customer = customer ?? [],
            Account = account ?? [],
            Process = process,
            CaseId = caseId,
            Activity = activity,
            Actor = actor,
            Channel = channel,
            CorrelationId = correlationId,
            CausationId = causationId,
            TraceParent = traceParent,
            Subject = subject,
            DataSchema = dataSchema,
            DataContentType = isBase64 || mediaType is { IsJson: false } ? dataContentType : null,
            DataIsBase64 = isBase64,
            SchemaVersion = schemaVersion ?? 1,
            Extensions = Extensions(),
            Data = data,
        };
    }

    private readonly Dictionary<string, string>? Extensions()
    {
        if (extensions is null) return null;
        // A dictionary of texts that may be null is one of texts as soon as none is.
        if (!someExtensionIsNull) return extensions!;
        var present = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, json) in extensions)
            if (json is not null) present.Add(name, json);
        return present.Count == 0 ? null : present;
    }

    private readonly Rejection Missing()
    {
        var missing = new List<string>(4);
        if ((seen & (1u << (int)KnownAttribute.SpecVersion)) == 0) missing.Add("specversion");
        if (id is null) missing.Add("id");
        if (source is null) missing.Add("source");
        if (type is null) missing.Add("type");
        return new Rejection(RejectionCodes.MissingAttribute, $"required and not there: {string.Join(", ", missing)}");
    }

    private static Rejection? Name(KnownAttribute attribute, string text, int maxLength, ref string? place)
    {
        place = Padding.Strip(text) ?? "";
        if (place.Length == 0) return CandidateCheck.Bad(AttributeNames.Of(attribute), "must not be empty or blank");
        return TextCheck.Problem(place, maxLength) is { } problem ? CandidateCheck.Bad(AttributeNames.Of(attribute), problem) : null;
    }

    private static Rejection? Text(KnownAttribute attribute, string text, ref string? place)
    {
        place = Padding.Strip(text);
        return place is not null && TextCheck.Problem(place) is { } problem ? CandidateCheck.Bad(AttributeNames.Of(attribute), problem) : null;
    }

    private Rejection? SetMediaType(string written)
    {
        var text = Padding.Strip(written) ?? "";
        if (TextCheck.Problem(text) is { } problem) return CandidateCheck.Bad("datacontenttype", problem);
        if (!MediaType.TryParse(text, out var mediaType))
            return CandidateCheck.Bad("datacontenttype", $"is a media type such as application/json, found {TextCheck.Quote(text)}");
        this.mediaType = mediaType;
        dataContentType = text;
        return null;
    }

    private static Rejection? SetIdentifiers(string code, string name, string text, ref Identifier[]? place)
    {
        // Blank is absent; a type without a value is a name that somebody meant to give, and refused.
        if (Padding.IsBlank(text)) return null;
        if (Identifier.TryParseList(text, out var identifiers, out var problem))
        {
            place = identifiers;
            return null;
        }
        return new Rejection(code, $"{name}: {problem}");
    }

    private Rejection? SetSchemaVersion(string text)
    {
        if (!int.TryParse(Padding.Strip(text.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1)
            return CandidateCheck.Bad("schemaversion", $"is an integer from 1, found {TextCheck.Quote(text)}");
        schemaVersion = version;
        return null;
    }

    private static Rejection BadSpecVersion(string text) =>
        new(RejectionCodes.BadSpecVersion, $"specversion is 1.0, found {TextCheck.Quote(text)}");

    private static Rejection Twice(string name) => new(RejectionCodes.DuplicateAttribute, $"{TextCheck.Quote(name)} is given twice");
}
