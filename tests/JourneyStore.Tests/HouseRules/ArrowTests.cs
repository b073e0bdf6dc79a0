using System.Text.RegularExpressions;

namespace JourneyStore.Tests.HouseRules;

/// <summary>Who may know whom: read from the sources, so that a forbidden arrow fails here before it is a habit.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> ProjectArrows = new()
    {
        ["JourneyStore"] = [],
        ["JourneyStore.Embedded"] = [],
        ["JourneyStore.Http"] = ["JourneyStore"],
        ["JourneyStore.Testing"] = ["JourneyStore"],
        ["JourneyStore.Cli"] = ["JourneyStore.Http", "JourneyStore.Embedded"],
    };

    /// <summary>Rooms that a room may refer to, besides itself. Every room may refer to the engine's contracts.</summary>
    private static readonly Dictionary<string, string[]> RoomArrows = new()
    {
        ["Events"] = [],
        ["Ingestion"] = ["Events", "Engine"],
        ["Views"] = ["Events", "Engine"],
        ["Signals"] = ["Events", "Engine"],
        ["Reactions"] = ["Events", "Engine"],
        ["Decisions"] = ["Events", "Engine", "Views", "Signals", "Reactions", "Ingestion"],
        ["Engine"] = ["Events"],
        ["Hosting"] = ["Events", "Engine", "Reactions"],
    };

    [Fact]
    public void Projects_refer_to_one_another_only_along_the_arrows()
    {
        foreach (var path in Repository.Files("src", "*.csproj"))
        {
            var project = Path.GetFileNameWithoutExtension(path);
            ProjectArrows.ShouldContainKey(project, $"{path} is a new project: say in this test and in an ADR what it may refer to");
            var referred = ProjectReference().Matches(Repository.Read(path)).Select(match => match.Groups[1].Value);
            referred.Except(ProjectArrows[project]).ShouldBeEmpty($"{project} refers to a project it must not know");
        }
    }

    [Fact]
    public void The_network_face_knows_no_database()
    {
        foreach (var path in Repository.Files("src/JourneyStore.Http", "*.cs")) Repository.Read(path).ShouldNotContain("Npgsql", customMessage: path);
    }

    [Fact]
    public void Rooms_refer_to_one_another_only_along_the_arrows()
    {
        var broken = new List<string>();
        foreach (var path in Repository.Files("src/JourneyStore", "*.cs"))
        {
            var room = path.Split('/')[2];
            RoomArrows.ShouldContainKey(room, $"{path} stands in a room that this test does not know");
            foreach (Match match in RoomName().Matches(Repository.Read(path)))
            {
                var other = match.Groups[1].Value;
                if (other != room && RoomArrows.ContainsKey(other) && !RoomArrows[room].Contains(other)) broken.Add($"{path}: {match.Value}");
            }
        }
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void The_rooms_of_authors_know_no_database()
    {
        string[] rooms = ["Events", "Ingestion", "Views", "Signals", "Decisions"];
        foreach (var path in rooms.SelectMany(room => Repository.Files($"src/JourneyStore/{room}", "*.cs")))
            foreach (var word in (string[])["Npgsql", "using Marten", "Wolverine"]) Repository.Read(path).ShouldNotContain(word, customMessage: path);
    }

    [Fact]
    public void The_engine_knows_no_HTTP_and_no_clock_of_its_own()
    {
        foreach (var path in Repository.Files("src/JourneyStore/Engine", "*.cs"))
        {
            var text = Repository.Read(path);
            foreach (var word in (string[])["System.Net.Http", "AspNetCore", "TimeProvider.System"])
                text.ShouldNotContain(word, customMessage: path);
        }
    }

    [GeneratedRegex("""<ProjectReference Include="[^"]*/([^/"]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"(?:using (?:static )?|\W)JourneyStore\.([A-Z][A-Za-z]+)\b")]
    private static partial Regex RoomName();
}
