namespace JourneyStore.Cli.Demo.Story;

/// <summary>The service desk: its groups, agents, matters and service levels.</summary>
internal static class ServiceDesk
{
    public const string FirstLine = "Service Desk";

    public static readonly string[] Groups = ["Second Line", "Network", "Applications", "Field Service", "Billing Desk", "Licensing"];

    public static readonly string[] Agents =
    [
        "Ida Norén", "Peter Falk", "Amira Haddad", "Jens Krog", "Lotte Baan", "Viktor Ceder", "Nadia Rahm", "Tom Ekeby",
        "Rosa Lindh", "Kai Steen", "Mila Brook", "Arvid Sund", "Dora Klein", "Finn Aaby",
    ];

    public static readonly (string Category, string Subject)[] Matters =
    [
        ("network", "VPN drops every few minutes"), ("network", "Branch office has no connection"), ("network", "Slow connection to the portal"),
        ("access", "Cannot sign in after password change"), ("access", "New colleague needs access"), ("access", "Two-factor code never arrives"),
        ("hardware", "Scanner does not start"), ("hardware", "Display flickers"), ("hardware", "Replacement battery wanted"),
        ("software", "Report shows last month's figures"), ("software", "Export stops half way"), ("software", "Update failed overnight"),
        ("licence", "Licence is reported as expired"), ("licence", "Seats do not match the contract"),
        ("billing", "Invoice shows the wrong cost centre"), ("billing", "Question about a credit note"),
    ];

    public static readonly (string Priority, double Share)[] Priorities = [("1", 2), ("2", 12), ("3", 58), ("4", 28)];

    /// <summary>Hours in which a ticket must be resolved.</summary>
    public static double HoursAllowed(string priority) => priority switch { "1" => 8, "2" => 24, "3" => 72, _ => 120 };
}
