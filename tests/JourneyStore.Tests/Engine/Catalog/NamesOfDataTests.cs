using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Engine.Projections;
using JourneyStore.Events;
using JourneyStore.Events.Feedback;

namespace JourneyStore.Tests.Engine.Catalog;

/// <summary>One rule for the names of data, whichever order they stand in: a database of JSON gives them back in its own.</summary>
public sealed class NamesOfDataTests
{
    private static readonly EventCatalog Catalog = EventCatalog.Discover(typeof(EventCatalog).Assembly);

    public static TheoryData<string, int> EveryTypeAndVersion()
    {
        var all = new TheoryData<string, int>();
        foreach (var type in Catalog.Types)
            for (var version = 1; version <= type.Version; version++) all.Add(type.Name, version);
        return all;
    }

    [Theory, MemberData(nameof(EveryTypeAndVersion))]
    public void A_property_given_twice_in_different_case_is_refused_whatever_the_order(string type, int version)
    {
        foreach (var (name, value) in Fixture(type, version))
            foreach (var other in (string[])[char.ToUpperInvariant(name[0]) + name[1..], name.ToUpperInvariant()])
                foreach (var json in (string[])[Doubled(name, other), Doubled(other, name)])
                {
                    Catalog.Read(type, version, Encoding.UTF8.GetBytes(json), out var body)!.Value.Code.ShouldBe(RejectionCodes.DataAmbiguousName,
                        json);
                    body.ShouldBeNull();
                }

        string Doubled(string name, string other)
        {
            var fixture = Fixture(type, version);
            var value = fixture.First(property => property.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value!.ToJsonString();
            var rest = fixture.Where(property => !property.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(property => $",\"{property.Key}\":{property.Value!.ToJsonString()}");
            return $$"""{"{{name}}":{{value}},"{{other}}":{{value}}{{string.Concat(rest)}}}""";
        }
    }

    [Theory, MemberData(nameof(EveryTypeAndVersion))]
    public void Names_in_any_case_are_read_as_the_documented_ones_before_and_after_storing(string type, int version)
    {
        var documented = Read(type, version, Fixture(type, version));
        foreach (var spelt in (Func<string, string>[])[name => name.ToUpperInvariant(), name => char.ToUpperInvariant(name[0])
            + name[1..], name => name.ToLowerInvariant()])
        {
            var sent = Renamed(Fixture(type, version), spelt);
            Read(type, version, sent).ShouldBe(documented);
            Read(type, version, Stored(sent)).ShouldBe(documented);
        }
    }

    [Theory]
    [InlineData("""{"Score":4,"Scale":5}""")]
    [InlineData("""{"Scale":5,"score":4}""")]
    [InlineData("""{"SCORE":4,"sCaLe":5}""")]
    public void An_old_survey_keeps_the_scale_that_it_names(string json)
    {
        Catalog.Read("survey.answered", 1, Encoding.UTF8.GetBytes(json), out var body).ShouldBeNull();
        var survey = body.ShouldBeOfType<SurveyAnswered>();
        (survey.Score, survey.Scale).ShouldBe((4, 5));
    }

    [Fact]
    public void What_is_ambiguous_is_told_by_both_names_and_the_documented_one()
    {
        Problem("customer.identified", """{"tier":"platinum","Tier":"standard"}""").ShouldBe(
            "'tier' is given twice, as \"tier\" and as \"Tier\"; names that differ only in case are one, give it once, as \"tier\"");
        Problem("customer.identified", """{"TIER":"platinum","Tier":"standard"}""").ShouldContain("as \"tier\"");
        Problem("decision.made", Decision("""{"position":1,"Position":2,"eventId":"a"}""")).ShouldContain("'evidence[0].position' is given twice");
        Problem("survey.answered", """{"score":4,"scale":5,"Scale":10}""").ShouldContain("as \"scale\" and as \"Scale\"");
    }

    [Theory]
    [InlineData("ticket.opened", """{"subject":"a","weather":1,"Weather":2}""")]
    [InlineData("ticket.opened", """{"meta":{"a":1,"A":2},"list":[{"b":1,"B":2}]}""")]
    public void Names_that_nobody_documented_are_the_producers_own(string type, string json) =>
        Catalog.Read(type, 1, Encoding.UTF8.GetBytes(json), out _).ShouldBeNull();

    [Fact]
    public void What_a_type_keeps_as_it_came_has_names_of_its_own() =>
        Catalog.Read("decision.made", 1, Encoding.UTF8.GetBytes(Decision("""{"position":1,"eventId":"a"}""", """{"a":1,"A":2}""")), out _).ShouldBeNull();

    private static string Decision(string evidence, string facts = "{}") =>
        $$"""{"decisionId":"d","policy":"p","version":1,"outcome":"o","position":1,"asOf":"2026-01-01T00:00:00Z","facts":{{facts}},"evidence":[{{evidence}}]}""";

    private static string Problem(string type, string json)
    {
        var rejection = Catalog.Read(type, 1, Encoding.UTF8.GetBytes(json), out _)!.Value;
        rejection.Code.ShouldBe(RejectionCodes.DataAmbiguousName);
        return rejection.Reason;
    }

    private static string Read(string type, int version, JsonObject data)
    {
        Catalog.Read(type, version, Encoding.UTF8.GetBytes(data.ToJsonString()), out var body)?.Reason.ShouldBeNull();
        return JsonSerializer.Serialize(body.ShouldNotBeNull(), body.GetType(), EventJson.Options);
    }

    private static JsonObject Fixture(string type, int version) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Events", "Fixtures", $"{type}.v{version}.json")))!.AsObject();

    /// <summary>The same object, with the names that a type documents spelt otherwise; what is within facts is the producer's, and versions are
    /// told by name.</summary>
    private static JsonObject Renamed(JsonObject data, Func<string, string> spelt) =>
        new(data.Select(property =>
            KeyValuePair.Create(spelt(property.Key), property.Key is "facts" or "versions" ? property.Value?.DeepClone() : Renamed(property.Value, spelt))));

    private static JsonNode? Renamed(JsonNode? value, Func<string, string> spelt) => value switch
    {
        JsonObject inner => Renamed(inner, spelt),
        JsonArray items => new JsonArray([.. items.Select(item => Renamed(item, spelt))]),
        _ => value?.DeepClone(),
    };

    /// <summary>The object as a <c>jsonb</c> gives it back.</summary>
    private static JsonObject Stored(JsonObject data) =>
        new(data.OrderBy(property => property.Key, JsonbOrder.Names)
            .Select(property => KeyValuePair.Create(property.Key, property.Value is JsonObject inner ? Stored(inner) : property.Value?.DeepClone())));
}
