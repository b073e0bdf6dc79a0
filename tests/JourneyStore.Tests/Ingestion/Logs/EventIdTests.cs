using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>A repeat is the same event; one that differs has an id of its own, the same one in every run.</summary>
public class EventIdTests
{
    private const string Map = """{ "format": "xes", "source": "urn:x", "type": { "value": "{concept:name}", "otherwise": "step.{@slug}" } }""";

    private static string Event(string step, string time, string more = "") =>
        $"""<event><string key="concept:name" value="{step}"/><date key="time:timestamp" value="{time}"/>{more}</event>""";

    private static string Named(string name, params string[] events) => $"""<trace><string key="concept:name" value="{name}"/>{string.Concat(events)}</trace>""";

    private static async Task<List<string>> Ids(string log, string map = Map) => [.. (await Read.Text("x.xes", $"<log>{log}</log>", map)).Events().Select(e => e.Id)];

    [Fact]
    public async Task A_case_that_goes_on_in_the_next_months_file_has_other_events_there()
    {
        var january = await Ids(Named("C7", Event("Open", "2024-01-30T09:00:00Z"), Event("Assign", "2024-01-31T09:00:00Z")));
        var february = await Ids(Named("C7", Event("Resolve", "2024-02-01T09:00:00Z"), Event("Close", "2024-02-02T09:00:00Z")));
        january.Concat(february).Distinct().Count().ShouldBe(4);
        january.ShouldAllBe(id => id.StartsWith("C7/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_both_months_tell_is_one_event_wherever_it_stands_and_in_whatever_order_its_attributes_come()
    {
        var first = await Ids(Named("C7", Event("Open", "2024-01-30T09:00:00Z"), Event("Assign", "2024-01-31T09:00:00Z", "<string key=\"by\" value=\"Ann\"/>")));
        var again = await Ids(Named("C7", Event("Late", "2024-01-29T09:00:00Z"),
            """<event><string value="Ann " key="by"/><date value="2024-01-31T09:00:00Z" key="time:timestamp"/><string value="Assign" key="concept:name"/></event>"""));
        again[1].ShouldBe(first[1]);
        again[0].ShouldNotBe(first[0]);
    }

    [Fact]
    public async Task Traces_without_a_name_in_two_files_hold_different_events()
    {
        var one = await Ids($"<trace>{Event("Call", "2024-01-30")}</trace>");
        var other = await Ids($"<trace>{Event("Complain", "2024-01-31")}</trace>");
        one.ShouldNotBe(other);
        (await Ids($"<trace>{Event("Call", "2024-01-30")}</trace><trace>{Event("Call", "2024-01-30")}</trace>")).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("x", "x", "x~2")]
    [InlineData("x~2", "x", "x")]
    [InlineData("x~2", "x~2", "x", "x", "x~2~1", "x~2~2")]
    [InlineData("x~1", "x", "x~1~1")]
    [InlineData("~1", "", "~2", "")]
    [InlineData("", "~1", "~1")]
    [InlineData("#1", "", "#2")]
    [InlineData("x ", " x", "x~2")]
    public async Task A_name_that_is_made_up_is_never_one_that_stands_in_the_file(params string[] names)
    {
        var log = string.Concat(names.Select(name => Named(name, Event("a", "2024-01-30"))));
        foreach (var map in new[] { Map, Map.Replace("\"type\"", "\"id\": \"{@trace}/{@index}\", \"type\"") })
            (await Ids(log, map)).Distinct().Count().ShouldBe(names.Length);
    }

    [Fact]
    public async Task Equal_events_of_one_trace_are_as_many_as_they_are_and_keep_their_ids()
    {
        var log = Named("1", Event("a", "2024-01-30"), Event("a", "2024-01-30"), Event("b", "2024-01-30"), Event("a", "2024-01-30"));
        var ids = await Ids(log);
        ids.Distinct().Count().ShouldBe(4);
        (await Ids(log)).ShouldBe(ids);
        ids[1].ShouldBe($"{ids[0]}~2");
    }

    [Fact]
    public async Task A_second_row_under_one_key_takes_no_other_rows_id()
    {
        const string map = """
            { "format": "csv", "source": "urn:x", "time": "{at}", "caseId": "{n}", "id": "{key}", "states": { "rules": [{ "when": "first", "type": "t.opened" }], "otherwise": "t.same" } }
            """;
        var items = await Read.Text("x.csv", "at,n,key,text\n2024-01-01,1,k,a\n2024-01-01,1,k~2,b\n2024-01-01,1,k,c\n2024-01-01,1,k~2,d\n", map);
        items.Events().Select(e => e.Id).ShouldBe(["k/opened", "k~2~1/same", "k~2/same", "k~2~2/same"]);
    }

    [Fact]
    public async Task A_slash_in_an_objects_id_makes_no_two_events_one()
    {
        const string map = """{ "format": "ocel", "source": "urn:x", "objects": { "c": "c" }, "oneEventPer": "c", "type": "a.b" }""";
        static string Event(string id, params string[] objects) =>
            $$"""{ "id": "{{id}}", "type": "x", "time": "2024-01-01", "relationships": [{{string.Join(',', objects.Select(o => $$"""{ "objectId": "{{o}}" }"""))}}] }""";
        static string Object(string id) => $$"""{ "id": "{{id}}", "type": "c" }""";
        var log = $$"""{ "objects": [{{Object("b/c")}}, {{Object("c")}}, {{Object("d")}}, {{Object("b%2Fc")}}], "events": [{{Event("a", "b/c", "d", "b%2Fc")}}, {{Event("a/b", "c", "d")}}] }""";
        (await Read.Text("x.json", log, map)).Events().Select(e => e.Id).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Events_outside_of_every_trace_do_not_depend_on_the_traces_before_them()
    {
        var one = await Ids(Named("1", Event("a", "2024-01-30")) + Event("b", "2024-01-30") + Named("2", Event("a", "2024-01-30")) + Event("b", "2024-01-30"));
        one.Distinct().Count().ShouldBe(4);
        (await Ids(Event("b", "2024-01-30")))[0].ShouldBe(one[1]);
    }
}
