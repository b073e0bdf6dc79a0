using System.Text.RegularExpressions;

namespace JourneyStore.Tests.HouseRules;

/// <summary>Habits of the house that a compiler does not see.</summary>
public sealed partial class TidyTests
{
    private const int LongestLine = 150;
    private const int LongestFile = 420;

    // What a tool has written is read by nobody.
    private static IEnumerable<string> Sources =>
        Repository.Files("src", "*.cs").Where(path => !path.Contains("/Internal/Generated/")).Concat(Repository.Files("tests", "*.cs"));

    [Fact]
    public void Lines_and_files_stay_within_sight()
    {
        var long_ = new List<string>();
        foreach (var path in Sources)
        {
            var lines = Repository.Read(path).Split('\n');
            if (lines.Length > LongestFile) long_.Add($"{path} has {lines.Length} lines, at most {LongestFile}");
            // What stands between quotes is what somebody reads or a database is asked: cutting it would not make it clearer.
            long_.AddRange(Code(lines).Where(line => Literal().Replace(line.Text, "").Length > LongestLine)
                .Select(line => $"{path}:{line.Number} is longer than {LongestLine} without its texts"));
        }
        long_.ShouldBeEmpty();
    }

    /// <summary>Lines that are not inside a text of several lines.</summary>
    private static IEnumerable<(int Number, string Text)> Code(string[] lines)
    {
        var isText = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!isText && !lines[i].Contains("select ", StringComparison.Ordinal)) yield return (i + 1, lines[i]);
            if (Quotes().Count(lines[i]) % 2 == 1) isText = !isText;
        }
    }

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        Sources.Where(path => EmptyName().IsMatch(Path.GetFileNameWithoutExtension(path)) || EmptyFolder().IsMatch(path)).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_for_later_in_the_sources()
    {
        var words = new[] { "TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception", "#reg" + "ion" };
        var left = Sources.Where(path => words.Any(word => Repository.Read(path).Contains(word, StringComparison.Ordinal)));
        left.ShouldBeEmpty();
    }

    [Fact]
    public void Tests_do_not_sleep()
    {
        // The state of another process or of the store can only be asked for again and again: that has its own few places.
        string[] asksAgain =
        [
            "tests/JourneyStore.Store.Tests/Embedded/ServerProcess.cs", "tests/JourneyStore.Store.Tests/EndToEnd/Harness/Eventually.cs",
            "tests/JourneyStore.Store.Tests/EndToEnd/Crashes/Producer.cs",
        ];
        var sleeping = Repository.Files("tests", "*.cs").Except(asksAgain).Where(path => !path.Contains("/HouseRules/") && Sleep().IsMatch(Repository.Read(path)));
        sleeping.ShouldBeEmpty("a test waits for a position or a named state");
    }

    [Fact]
    public void What_is_listed_as_not_built_is_not_there()
    {
        var listed = Folder().Matches(Repository.Read("src/NOT_BUILT.md")).Select(match => match.Groups[1].Value).ToArray();
        listed.ShouldNotBeEmpty();
        listed.Where(folder => Directory.Exists(Path.Combine(Repository.Root, "src", "JourneyStore", folder))).ShouldBeEmpty("take it off the list, or take it out");
    }

    [Fact]
    public void The_top_level_holds_what_the_design_says_and_nothing_else()
    {
        string[] allowed =
        [
            "src", "tests", "samples", "deploy", "JourneyStore.sln", "global.json", "README.md", "Directory.Build.props", "Directory.Packages.props",
            "BannedSymbols.txt", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "TestResults",
        ];
        Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName).Where(name => !name!.StartsWith('.')).Except(allowed)
            .ShouldBeEmpty();
    }

    [GeneratedRegex("\"{3}.*?\"{3}|\"[^\"]*\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\"{3}")]
    private static partial Regex Quotes();

    [GeneratedRegex("(Helper|Helpers|Utils|Util|Manager|Common|Misc)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex("/(Helpers|Utils|Common|Managers|Services|Models|Interfaces|Misc)/")]
    private static partial Regex EmptyFolder();

    [GeneratedRegex(@"Thread\.Sleep\(|Task\.Delay\(")]
    private static partial Regex Sleep();

    [GeneratedRegex("`([A-Z][A-Za-z/]+)/`")]
    private static partial Regex Folder();
}
