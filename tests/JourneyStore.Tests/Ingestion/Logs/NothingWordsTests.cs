using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class NothingWordsTests
{
    private const string Map = """
        { "format": "csv", "source": "urn:x", "time": "{at}", "id": "{@row}", "customer": [{ "type": "crm", "value": "{who}" }], "caseId": "{who}", "type": "x.y",
          "channel": { "value": "{who}", "lookup": { "NA": "north" }, "otherwise": "other" },
          "data": { "text": "{who}", "n": { "value": "{who}", "as": "number" } } }
        """;

    [Theory]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("\\N")]
    [InlineData("NaN")]
    [InlineData("None")]
    public async Task A_word_for_nothing_names_nobody_and_counts_nothing_but_stays_text(string word)
    {
        var e = (await Read.Text("x.csv", $"at,who\n2024-01-01,{word}\n", Map)).Events().ShouldHaveSingleItem();
        (e.Customer.Count, e.CaseId).ShouldBe((0, null));
        e.DataJson().GetProperty("text").GetString().ShouldBe(word);
        e.DataJson().TryGetProperty("n", out _).ShouldBeFalse();
        e.Channel.ShouldBe(word == "NA" ? "north" : null, "a table that knows the word counts");
    }

    [Fact]
    public async Task A_map_that_says_what_is_missing_says_it_instead_and_everywhere()
    {
        var map = Map.Replace("\"format\"", "\"missing\": [\"-\"], \"format\"").Replace(", \"n\": { \"value\": \"{who}\", \"as\": \"number\" }", "");
        var events = (await Read.Text("x.csv", "at,who\n2024-01-01,NA\n2024-01-01,-\n", map)).Events();
        (events[0].Customer[0].Value, events[0].CaseId).ShouldBe(("NA", "NA"));
        (events[1].Customer.Count, events[1].CaseId, events[1].Data.IsEmpty).ShouldBe((0, null, true));
    }

    [Fact]
    public async Task A_time_that_is_a_word_for_nothing_is_missing() =>
        (await Read.Text("x.csv", "at,who\nNULL,1\n", Map)).Rejects().Single().Code.ShouldBe("time.missing");

    [Fact]
    public async Task Jsons_own_null_is_no_text()
    {
        const string map = """
            { "format": "ocel", "source": "urn:x", "objects": { "c": "c" }, "customer": [{ "type": "crm", "value": "{id}" }], "type": "x.y", "data": { "note": "{note}", "tier": "{c.tier}" } }
            """;
        const string log = """
            { "objects": [{ "id": "1", "type": "c", "attributes": [{ "name": "tier", "time": "2020-01-01", "value": "gold" }, { "name": "tier", "time": "2021-01-01", "value": null }] }],
              "events": [{ "id": "e", "type": "a", "time": "2024-01-01", "relationships": [{ "objectId": "1" }], "attributes": [{ "name": "id", "value": null }, { "name": "note", "value": null }] }] }
            """;
        var e = (await Read.Text("x.json", log, map)).Events().ShouldHaveSingleItem();
        (e.Customer.Count, e.Data.IsEmpty).ShouldBe((0, true));
    }

    [Fact]
    public async Task A_count_that_is_not_known_changes_no_state() =>
        (await Read.Text("x.csv", "at,n,hops\n2024-01-01,1,1\n2024-01-01,1,NULL\n2024-01-01,1,2\n", """
            { "format": "csv", "source": "urn:x", "time": "{at}", "caseId": "{n}", "id": "{n}/{@row}",
              "states": { "rules": [{ "when": "first", "type": "t.opened" }, { "when": "later", "column": "hops", "rises": true, "type": "t.moved" }], "otherwise": "t.same" } }
            """)).Select(i => i.Event?.Type).ShouldBe(["t.opened", "t.same", "t.moved"]);
}
