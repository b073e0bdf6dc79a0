using JourneyStore.Engine.Intake;

namespace JourneyStore.Cli.Composition;

/// <summary>
/// How people name tenants: a store that has one calls it <c>default</c>; the name under which Marten keeps it is nobody's to type.
/// </summary>
internal static class TenantName
{
    public const string Default = "default";

    /// <summary>The tenant for people.</summary>
    public static string Said(string tenant) => tenant == Tenants.Default ? Default : tenant;

    /// <summary>The tenant that people mean.</summary>
    public static string Read(string? said) => said is null or Default ? Tenants.Default : said;
}
