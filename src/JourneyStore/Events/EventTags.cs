namespace JourneyStore.Events;

/// <summary>
/// Marten's tag of the customer to whom an event happened (<c>EngineOptions.Tags</c>): for <c>QueryByTagsAsync</c> and as a boundary of consistency
/// (<c>FetchForWritingByTags</c>).
/// </summary>
/// <param name="Value">Our id of the customer, which is the stream's key.</param>
public readonly record struct CustomerTag(string Value)
{
    /// <summary>The name under which Marten keeps it.</summary>
    public const string Name = "customer";
}

/// <summary>Marten's tag of the case to which an event belongs, whoever the customer.</summary>
/// <param name="Value">As <see cref="Of"/> writes it.</param>
public readonly record struct CaseTag(string Value)
{
    /// <summary>The name under which Marten keeps it.</summary>
    public const string Name = "case";

    /// <summary>The tag of a case.</summary>
    /// <param name="process">The process, for instance <c>incident</c>.</param>
    /// <param name="caseId">The case.</param>
    public static CaseTag Of(string process, string caseId) => new($"{process}/{caseId}");
}
