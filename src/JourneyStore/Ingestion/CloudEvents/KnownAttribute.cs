namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>The attributes that have a place of their own in an event; every other one is an extension that is only kept.</summary>
internal enum KnownAttribute
{
    None,
    SpecVersion,
    Id,
    Source,
    Type,
    Time,
    Subject,
    DataContentType,
    DataSchema,
    Data,
    DataBase64,
    Customer,
    Account,
    Process,
    CaseId,
    Activity,
    Actor,
    Channel,
    CorrelationId,
    CausationId,
    TraceParent,
    SchemaVersion,
}

/// <summary>Names of attributes.</summary>
internal static class AttributeNames
{
    /// <summary>Longest name, in characters; the standard recommends 20.</summary>
    public const int MaxLength = 64;

    /// <summary>The attribute of a name; length first, so that a name is compared with one or two others.</summary>
    public static KnownAttribute Recognise(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name.SequenceEqual("id"u8) ? KnownAttribute.Id : KnownAttribute.None,
        4 => name.SequenceEqual("type"u8) ? KnownAttribute.Type
            : name.SequenceEqual("time"u8) ? KnownAttribute.Time
            : name.SequenceEqual("data"u8) ? KnownAttribute.Data
            : KnownAttribute.None,
        5 => name.SequenceEqual("actor"u8) ? KnownAttribute.Actor : KnownAttribute.None,
        6 => name.SequenceEqual("source"u8) ? KnownAttribute.Source
            : name.SequenceEqual("caseid"u8) ? KnownAttribute.CaseId
            : KnownAttribute.None,
        7 => name.SequenceEqual("process"u8) ? KnownAttribute.Process
            : name.SequenceEqual("subject"u8) ? KnownAttribute.Subject
            : name.SequenceEqual("channel"u8) ? KnownAttribute.Channel
            : name.SequenceEqual("account"u8) ? KnownAttribute.Account
            : KnownAttribute.None,
        8 => name.SequenceEqual("customer"u8) ? KnownAttribute.Customer
            : name.SequenceEqual("activity"u8) ? KnownAttribute.Activity
            : KnownAttribute.None,
        10 => name.SequenceEqual("dataschema"u8) ? KnownAttribute.DataSchema : KnownAttribute.None,
        11 => name.SequenceEqual("specversion"u8) ? KnownAttribute.SpecVersion
            : name.SequenceEqual("traceparent"u8) ? KnownAttribute.TraceParent
            : name.SequenceEqual("causationid"u8) ? KnownAttribute.CausationId
            : name.SequenceEqual("data_base64"u8) ? KnownAttribute.DataBase64
            : KnownAttribute.None,
        13 => name.SequenceEqual("correlationid"u8) ? KnownAttribute.CorrelationId
            : name.SequenceEqual("schemaversion"u8) ? KnownAttribute.SchemaVersion
            : KnownAttribute.None,
        15 => name.SequenceEqual("datacontenttype"u8) ? KnownAttribute.DataContentType : KnownAttribute.None,
        _ => KnownAttribute.None,
    };

    /// <summary>The written name of a known attribute.</summary>
    public static string Of(KnownAttribute attribute) =>
        attribute == KnownAttribute.DataBase64 ? "data_base64" : attribute.ToString().ToLowerInvariant();

    /// <summary>Whether an extension may have the name: a-z and 0-9, at least one.</summary>
    public static bool IsExtensionName(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxLength) return false;
        foreach (var c in name)
            if (!(c is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9')) return false;
        return true;
    }
}
