namespace JourneyStore.Engine.Intake.Checks;

/// <summary>Every code with which an event can be rejected or held. Producers build on them: a code is added, never renamed.</summary>
public static class RejectionCodes
{
    /// <summary>The text is not JSON, or ends too early, or has something after its end.</summary>
    public const string BadJson = "bad-json";

    /// <summary>Octets that are not UTF-8.</summary>
    public const string BadUtf8 = "bad-utf8";

    /// <summary>An event must be a JSON object and is something else.</summary>
    public const string NotAnObject = "not-an-object";

    /// <summary>A batch must be a JSON array and is something else.</summary>
    public const string NotAnArray = "not-an-array";

    /// <summary>More events in one request than are taken.</summary>
    public const string TooManyEvents = "too-many-events";

    /// <summary>A required attribute (<c>specversion</c>, <c>id</c>, <c>source</c>, <c>type</c>) is absent.</summary>
    public const string MissingAttribute = "missing-attribute";

    /// <summary>An attribute's name or value breaks the rules of CloudEvents or our lengths.</summary>
    public const string BadAttribute = "bad-attribute";

    /// <summary>An attribute is given twice.</summary>
    public const string DuplicateAttribute = "duplicate-attribute";

    /// <summary>A <c>specversion</c> other than <c>1.0</c>.</summary>
    public const string BadSpecVersion = "bad-specversion";

    /// <summary>A <c>time</c> that is not an RFC 3339 timestamp or cannot be kept.</summary>
    public const string BadTime = "bad-time";

    /// <summary>A <c>customer</c> that is not a list of identifiers <c>type:value</c>.</summary>
    public const string BadCustomer = "bad-customer";

    /// <summary>An <c>account</c> that is not a list of identifiers <c>type:value</c>.</summary>
    public const string BadAccount = "bad-account";

    /// <summary>Both <c>data</c> and <c>data_base64</c> are given.</summary>
    public const string DataTwice = "data-twice";

    /// <summary>A <c>data_base64</c> that is not base64.</summary>
    public const string BadBase64 = "bad-base64";

    /// <summary>A <c>type</c> that only the store adds: <c>case.moved</c>, <c>customers.merged</c>, <c>customer.split</c>.</summary>
    public const string ReservedType = "reserved-type";

    /// <summary>The event is larger than one event may be.</summary>
    public const string DataTooLarge = "data-too-large";

    /// <summary>The data is nested deeper than is kept.</summary>
    public const string DataTooDeep = "data-too-deep";

    /// <summary>The data has a NUL character in a string; the database cannot keep it.</summary>
    public const string DataNul = "data-nul";

    /// <summary>The data has half of a surrogate pair in a string; that is no text.</summary>
    public const string DataLoneSurrogate = "data-lone-surrogate";

    /// <summary>The data has a number with more digits or a larger exponent than is kept.</summary>
    public const string DataBadNumber = "data-bad-number";

    /// <summary>An object in the data has the same key twice; only one of the values could be kept.</summary>
    public const string DataDuplicateKey = "data-duplicate-key";

    /// <summary>
    /// The data of a catalogued type gives one property twice, under names that differ only in the case of their letters: which of them counts is
    /// nobody's
    /// guess. One such name is read whatever its case; the documented one is in camelCase.
    /// </summary>
    public const string DataAmbiguousName = "data-ambiguous-name";

    /// <summary>The type is in the catalogue, but not the <c>schemaversion</c>: it is newer than the newest that is known.</summary>
    public const string UnknownSchemaVersion = "unknown-schema-version";

    /// <summary>The data does not have the shape that the catalogue asks for of its type.</summary>
    public const string BadData = "bad-data";

    /// <summary>The event claims to have occurred before 1900.</summary>
    public const string TimeTooEarly = "time-too-early";

    /// <summary>The event claims to have occurred too far in the future.</summary>
    public const string TimeInFuture = "time-in-future";

    /// <summary>The customer's stream has another version than the append expected.</summary>
    public const string VersionConflict = "version-conflict";

    /// <summary>
    /// The (source, id) is that of an event that is there already and says something else (<see cref="EventFingerprint"/>). What is stored stays; the event that
    /// was sent now is not. Its producer gave one id to two events: give it one of its own and send it again.
    /// </summary>
    public const string IdConflict = "id-conflict";

    /// <summary>Held, not rejected: the event names no customer that can be resolved yet.</summary>
    public const string NoCustomer = "no-customer";

    /// <summary>Held: no customer is named, and the case has events of several customers.</summary>
    public const string AmbiguousCase = "ambiguous-case";

    /// <summary>Held: every identifier that is named has a value that names nobody (<see cref="Identity.IdentityRules"/>), and the case tells no
    /// customer.</summary>
    public const string BlockedIdentifier = "blocked-identifier";

    /// <summary>Rejected: only an <c>id:</c> is named, and it names no customer.</summary>
    public const string UnknownCustomer = "unknown-customer";

    /// <summary>A remark on a stored event: its identifiers belong to several customers; it went to that of the identifier with the highest
    /// priority.</summary>
    public const string IdentityConflict = "identity-conflict";
}
