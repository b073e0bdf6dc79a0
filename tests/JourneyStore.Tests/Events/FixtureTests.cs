using System.Text.Json;
using System.Text.Json.Nodes;
using JourneyStore.Engine.Catalog;
using JourneyStore.Events;
using JourneyStore.Events.Feedback;

namespace JourneyStore.Tests.Events;

/// <summary>
/// The frozen JSON of every event type and version. These files are the storage format: a change that makes one of them fail would make
/// stored events unreadable. A new shape is a new version with a new file and an upcaster; the old files stay as they are.
/// </summary>
public sealed class FixtureTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Events", "Fixtures");
    private static readonly EventCatalog Catalog = EventCatalog.Discover(typeof(EventCatalog).Assembly);

    public static TheoryData<string, int> EveryTypeAndVersion()
    {
        var all = new TheoryData<string, int>();
        foreach (var type in Catalog.Types)
            for (var version = 1; version <= type.Version; version++) all.Add(type.Name, version);
        return all;
    }

    [Theory, MemberData(nameof(EveryTypeAndVersion))]
    public void Every_type_and_version_has_a_fixture_that_reads(string type, int version)
    {
        Catalog.TryRead(type, version, Read(type, version), out var body, out var problem).ShouldBeTrue(problem);
        body.ShouldNotBeNull().Title.ShouldNotBeNullOrWhiteSpace();
    }

    [Theory, MemberData(nameof(EveryTypeAndVersion))]
    public void A_fixture_of_the_newest_version_fills_every_property_and_is_written_back_the_same(string type, int version)
    {
        Catalog.TryFind(type, out var info).ShouldBeTrue();
        if (version < info!.Version) return;
        var fixture = Read(type, version);
        Catalog.TryRead(type, version, fixture, out var body, out _).ShouldBeTrue();

        var written = JsonSerializer.SerializeToUtf8Bytes(body, info.ClrType, EventJson.Options);

        JsonNode.DeepEquals(JsonNode.Parse(fixture), JsonNode.Parse(written)).ShouldBeTrue(System.Text.Encoding.UTF8.GetString(written));
        var properties = EventJson.Options.GetTypeInfo(info.ClrType).Properties.Where(p => p.Set is not null).Select(p => p.Name);
        JsonNode.Parse(fixture)!.AsObject().Select(p => p.Key).ShouldBe(properties, ignoreOrder: true);
    }

    [Theory, MemberData(nameof(EveryTypeAndVersion))]
    public void Only_what_makes_a_type_meaningless_without_is_demanded(string type, int version)
    {
        string[] demanding = ["case.moved", "customer.split", "customers.merged", "decision.made", "promise.made", "survey.answered"];
        Catalog.TryRead(type, version, default, out _, out _).ShouldBe(!demanding.Contains(type));
    }

    [Fact]
    public void An_old_survey_is_read_with_the_scale_it_was_answered_on()
    {
        Catalog.TryRead("survey.answered", 1, Read("survey.answered", 1), out var body, out _).ShouldBeTrue();
        var survey = body.ShouldBeOfType<SurveyAnswered>();
        (survey.Score, survey.Scale).ShouldBe((3, 10));
    }

    [Fact]
    public void No_fixture_is_left_without_its_type() =>
        Directory.GetFiles(Folder, "*.json").Length.ShouldBe(Catalog.Types.Sum(t => t.Version));

    private static byte[] Read(string type, int version) => File.ReadAllBytes(Path.Combine(Folder, $"{type}.v{version}.json"));
}
