using System.Text.RegularExpressions;

namespace JourneyStore.Tests.HouseRules;

/// <summary>The page of guarantees names tests; a test that was renamed or is gone proves nothing.</summary>
public sealed partial class GuaranteesTests
{
    private const string Page = "deploy/guarantees.md";

    [Fact]
    public void Every_test_that_the_guarantees_name_exists()
    {
        var sources = Repository.Files("tests", "*.cs").Select(Repository.Read).ToList();
        var named = TestName().Matches(Repository.Read(Page)).Select(match => (Class: match.Groups[1].Value, Test: match.Groups[2].Value)).Distinct()
            .ToList();
        named.Count.ShouldBeGreaterThan(30);
        named.Where(one => !sources.Any(source => Declares(source, one.Class, one.Test))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_promise_that_is_kept_names_a_test()
    {
        var promises = Regex.Split(Repository.Read(Page), @"^(?:## |\*\*\d\.)", RegexOptions.Multiline).Skip(2).ToList();
        promises.Count.ShouldBeGreaterThanOrEqualTo(10);
        promises.Where(promise => !TestName().IsMatch(promise) && !promise.Contains("Not promised yet", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static bool Declares(string source, string @class, string test) =>
        Regex.IsMatch(source, $@"\bclass {@class}\b") && Regex.IsMatch(source, $@"public (async Task|Task|void) {test}\(");

    [GeneratedRegex(@"`([A-Z]\w+)\.([A-Z]\w*_\w+)`")]
    private static partial Regex TestName();
}
