using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine;

/// <summary>
/// How much the libraries under the store may say. Each logs a line a statement or a message at level Information, hundreds a minute, which in an
/// application's log bury
/// what the application says itself. What we say ourselves (category <c>JourneyStore</c>) is left as it is.
/// </summary>
public static class QuietLogs
{
    /// <summary>The categories, and the least level that passes.</summary>
    public static IReadOnlyList<(string Category, LogLevel Least)> Defaults { get; } =
    [
        ("Npgsql", LogLevel.Warning),
        ("Marten", LogLevel.Warning),
        ("Weasel", LogLevel.Warning),
        ("JasperFx", LogLevel.Warning),
        ("Wolverine", LogLevel.Warning),
    ];

    /// <summary>
    /// Makes them the defaults. What the application says of one of these categories or of a narrower one, in its configuration or in code and in
    /// whichever order, counts
    /// before them; what it says of all categories (<c>Default</c>) does not.
    /// </summary>
    public static IServiceCollection AddQuietLogs(this IServiceCollection services) => services.Configure<LoggerFilterOptions>(filters =>
    {
        // Of rules that fit equally well the last one counts: these come first.
        foreach (var (category, least) in Defaults) filters.Rules.Insert(0, new LoggerFilterRule(null, category, least, null));
    });
}
