using System.Globalization;

namespace JourneyStore.Benchmarks;

/// <summary>What a run was asked for.</summary>
/// <param name="Quick">Smaller logs and three pairs, so that it ends in three minutes.</param>
/// <param name="Huge">Ten million events for the growth scenarios, which take their time to write.</param>
/// <param name="Profile">Where the server's time goes, instead of pairs.</param>
/// <param name="Only">Words in the names of the scenarios to run; null: all.</param>
/// <param name="Scale">Factor on the sizes of the large logs, to try a scenario out; the names of the results say the sizes.</param>
/// <param name="Pairs">Pairs of measurements, fewer than the five of a full run; null: as many as the scenario wants.</param>
/// <param name="Executable">The <c>journey</c> to run, for instance a published one; null: the one built with this program.</param>
/// <param name="Json">File for every measurement.</param>
/// <param name="Markdown">File for the table of RESULTS.md.</param>
internal sealed record Options(bool Quick, bool Huge, bool Profile, string? Only, double Scale, int? Pairs, string? Executable, string? Json,
    string? Markdown)
{
    public const string Usage =
        "[--quick | --huge] [--only WORDS] [--scale FACTOR] [--pairs NUMBER] [--journey EXECUTABLE] [--profile] [--json FILE] [--markdown FILE]";

    /// <summary>Null when the arguments are not as <see cref="Usage"/> says.</summary>
    public static Options? Read(IReadOnlyList<string> args)
    {
        var options = new Options(false, false, false, null, 1, null, null, null, null);
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--quick": options = options with { Quick = true }; continue;
                case "--huge": options = options with { Huge = true }; continue;
                case "--profile": options = options with { Profile = true }; continue;
                case "--only" when value is not null: options = options with { Only = value }; break;
                case "--scale" when double.TryParse(value, CultureInfo.InvariantCulture, out var scale)
                    && scale > 0: options = options with { Scale = scale }; break;
                case "--pairs" when int.TryParse(value, CultureInfo.InvariantCulture, out var pairs)
                    && pairs > 0: options = options with { Pairs = pairs }; break;
                case "--journey" when value is not null: options = options with { Executable = value }; break;
                case "--json" when value is not null: options = options with { Json = value }; break;
                case "--markdown" when value is not null: options = options with { Markdown = value }; break;
                default: return null;
            }
            i++;
        }
        return options.Quick && options.Huge ? null : options;
    }
}
