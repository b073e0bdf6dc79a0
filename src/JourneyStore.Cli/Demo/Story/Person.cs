namespace JourneyStore.Cli.Demo.Story;

/// <summary>A customer of the story.</summary>
/// <param name="Number">1-based; the story's two heroes come first.</param>
/// <param name="Name">First and last name.</param>
/// <param name="Company">Where they work.</param>
/// <param name="Tier">Value tier.</param>
/// <param name="Segment">Segment.</param>
/// <param name="Activity">How much happens to them: 1 is usual.</param>
/// <param name="Since">Customer since.</param>
internal sealed record Person(int Number, string Name, Company Company, string Tier, string Segment, double Activity, DateTimeOffset Since)
{
    /// <summary>How the CRM and the service desk name them.</summary>
    public string Crm => $"crm:C-{10_000 + Number}";

    /// <summary>How the shop and the newsletter name them.</summary>
    public string Email => $"email:{Mailbox}@{Company.Domain}";

    /// <summary>How the telephone system names them.</summary>
    public string Phone => $"phone:+4685{550_000 + Number}";

    /// <summary>The identifiers together: what the CRM tells when it introduces them.</summary>
    public string All => $"{Crm},{Email},{Phone}";

    // Common names repeat in a company; the number keeps addresses apart, but not for those whom the story names.
    private string Mailbox => Name.ToLowerInvariant().Replace(' ', '.') + (Number <= Heroes ? "" : $".{Number}");

    /// <summary>How many people the story names itself.</summary>
    public const int Heroes = 2;
}

/// <summary>An organisation.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Name">Its name.</param>
/// <param name="Domain">Its mail domain.</param>
internal sealed record Company(int Number, string Name, string Domain)
{
    /// <summary>The attribute <c>account</c>.</summary>
    public string Account => $"org:A-{1_000 + Number}";
}
