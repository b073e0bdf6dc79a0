using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>What stands around a value is no part of it, and a value of nothing else is none: in every format.</summary>
public class PaddingTests
{
    private const string Envelope = """
        "customer": [{ "type": "email", "value": "{who}" }], "account": [{ "type": "org", "value": "{org}" }],
        "process": "{process}", "caseId": "{case}", "activity": "{step}", "actor": "{actor}", "channel": "{via}",
        "type": { "value": "{step}", "lookup": { "Open": "ticket.opened" }, "otherwise": "step.{@slug}" }, "data": { "text": "{text}" }
        """;

    private const string Csv = """{ "format": "csv", "source": "urn:x", "time": "{at}", "id": "{id}", """ + Envelope + " }";
    private const string Xes = """{ "format": "xes", "source": "urn:x", "time": "{at}", "id": "{id}", """ + Envelope + " }";
    private const string Ocel = """{ "format": "ocel", "source": "urn:x", "time": "{at}", """ + Envelope + " }";

    private static readonly string[] Names = ["at", "id", "who", "org", "process", "case", "step", "actor", "via", "text"];

    /// <summary>The same values as a row, as attributes of XES and as attributes of OCEL.</summary>
    private static async Task<List<EventCandidate>> InAllFormats(params string[] values)
    {
        var csv = $"{string.Join(',', Names)}\n{string.Join(',', values.Select(v => $"\"{v}\""))}\n";
        var xes = $"<log><trace><event>{string.Concat(values.Select((v, i) => $"<string key=\"{Names[i]}\" value=\"{v}\"/>"))}</event></trace></log>";
        var attributes = string.Join(',', values.Select((v, i) => $$"""{ "name": "{{Names[i]}}", "value": "{{v}}" }"""));
        var ocel = $$"""{ "objects": [], "events": [{ "id": "{{values[1]}}", "type": "x", "attributes": [{{attributes}}] }] }""";
        return
        [
            (await Read.Text("x.csv", csv, Csv)).Events().ShouldHaveSingleItem(),
            (await Read.Text("x.xes", xes, Xes)).Events().ShouldHaveSingleItem(),
            (await Read.Text("x.jsonocel", ocel, Ocel)).Events().ShouldHaveSingleItem(),
        ];
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u00a0\u00a0")]
    [InlineData("\u3000")]
    [InlineData("\u2003 \u200b")]
    [InlineData("\ufeff")]
    [InlineData("\u200d\u200c")]
    public async Task A_value_of_blanks_is_no_value(string blank)
    {
        foreach (var e in await InAllFormats("2024-01-01", "1", blank, blank, blank, blank, "Open", blank, blank, blank))
        {
            (e.Customer.Count, e.Account.Count, e.Process, e.CaseId, e.Actor, e.Channel).ShouldBe((0, 0, null, null, null, null));
            e.Data.IsEmpty.ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(" ", "   ")]
    [InlineData("\u00a0", "\u3000")]
    [InlineData("\u200b", "\u2060\ufeff")]
    public async Task Blanks_around_a_value_are_nothing(string before, string after)
    {
        string P(string value) => before + value + after;
        foreach (var e in await InAllFormats(P("2024-01-01"), P("1"), P("c@x.org"), P("o"), P("p"), P("c"), P("Open"), P("a"), P("v"), P("two words")))
        {
            (e.Id, e.Process, e.CaseId, e.Activity, e.Actor, e.Channel, e.Type).ShouldBe(("1", "p", "c", "Open", "a", "v", "ticket.opened"));
            e.Customer.ShouldBe([new Identifier("email", "c@x.org")]);
            e.Account.ShouldBe([new Identifier("org", "o")]);
            e.DataText().ShouldBe("""{"text":"two words"}""");
        }
    }

    [Fact]
    public async Task Nul_that_fills_a_fixed_column_is_padding_too() =>
        (await Read.Text("x.csv", "at,id,who,org,process,case,step,actor,via,text\n2024-01-01,1,c@x.org\0\0\0,,,\0\0,Open,,,\n", Csv)).Events()
            .Select(e => (e.Customer[0].Value, e.CaseId)).ShouldBe([("c@x.org", null)]);

    [Fact]
    public async Task An_id_of_blanks_is_a_reject_and_never_an_id()
    {
        const string map = """{ "format": "csv", "source": "urn:x", "time": "{at}", "id": "{a}-{b}", "type": "x.y" }""";
        (await Read.Text("x.csv", "at,a,b\n2024-01-01,1,  \n2024-01-01,NULL,1\n", map)).Rejects().Select(r => r.Code).ShouldBe(["id.missing", "id.missing"]);
        const string ocel = """{ "format": "ocel", "source": "urn:x", "type": "x.y" }""";
        (await Read.Text("x.json", """{ "objects": [], "events": [{ "id": " \u00a0", "type": "a", "time": "2024-01-01" }] }""", ocel)).Rejects().Single().Code.ShouldBe("ocel.event");
    }

    [Fact]
    public async Task A_blank_behind_each_comma_is_no_part_of_a_field_quoted_or_not()
    {
        var items = await Read.Text("x.csv", "id, at, who, text\n1, 2024-01-01, c@x.org, \"hello, world\"\n2, 2024-01-01, c@x.org, \"hi\"  \n3,\t2024-01-01\t, c@x.org,\t\"two\n lines\"\n",
            """{ "format": "csv", "source": "urn:x", "time": "{at}", "id": "{id}", "type": "x.y", "customer": [{ "type": "email", "value": "{who}" }], "data": { "t": "{text}" } }""");
        items.Rejects().ShouldBeEmpty();
        items.Events().Select(e => e.DataJson().GetProperty("t").GetString()).ShouldBe(["hello, world", "hi", "two\n lines"]);
        items.Events().ShouldAllBe(e => e.Customer[0].Value == "c@x.org");
    }

    [Fact]
    public async Task A_quote_behind_a_blank_that_quotes_nothing_is_text()
    {
        var items = await Read.Text("x.csv", "id,at,text\n1,2024-01-01, \"x\" y\n2,2024-01-01, 5\" disk\n3,2024-01-01, \"\n4,2024-01-01,fine\n",
            """{ "format": "csv", "source": "urn:x", "time": "{at}", "id": "{id}", "type": "x.y", "data": { "t": "{text}" } }""");
        items.Rejects().ShouldBeEmpty();
        items.Events().Select(e => e.DataJson().GetProperty("t").GetString()).ShouldBe(["\"x\" y", "5\" disk", "\"", "fine"]);
    }

    [Fact]
    public async Task A_tab_that_separates_fields_is_no_padding()
    {
        var items = await Read.Text("x.tsv", "id\tat\tnone\ttext\n1\t2024-01-01\t\t\"a\tb\"\n",
            """{ "format": "csv", "source": "urn:x", "csv": { "delimiter": "\t" }, "time": "{at}", "id": "{id}", "type": "x.y", "data": { "none": "{none}", "t": "{text}" } }""");
        items.Events().Single().DataText().ShouldBe("""{"t":"a\tb"}""");
    }

    [Fact]
    public async Task Objects_and_the_events_that_name_them_meet_whatever_stands_around_their_ids()
    {
        const string map = """
            { "format": "ocel", "source": "urn:x", "objects": { "customer": { "type": "customer", "via": ["<-places-"] } },
              "customer": [{ "type": "crm", "value": "{customer}" }], "caseId": "{customer.segment}", "type": "x.y" }
            """;
        const string log = """
            { "objects": [{ "id": "c1 ", "type": "customer ", "attributes": [{ "name": " segment", "value": " gold " }], "relationships": [{ "objectId": " o1", "qualifier": "places " }] }, { "id": "o1", "type": "order" }],
              "events": [{ "id": " e1", "type": "Pay ", "time": " 2024-01-01T10:00:00Z ", "relationships": [{ "objectId": "o1\u00a0", "qualifier": "" }] }] }
            """;
        var e = (await Read.Text("x.json", log, map)).Events().ShouldHaveSingleItem();
        (e.Id, e.Activity, e.CaseId).ShouldBe(("e1", "Pay", "gold"));
        e.Customer.ShouldBe([new Identifier("crm", "c1")]);
    }

    [Fact]
    public async Task Padding_of_keys_columns_and_words_of_the_map_does_not_matter_either()
    {
        var xes = await Read.Text("x.xes", """<log><trace><event><string key=" id " value="1"/><date key="at " value="2024-01-01"/><string key="s" value="Open  "/></event></trace></log>""",
            """{ "format": "xes", "source": "urn:x", "time": "{ at }", "id": "{id}", "missing": [" ? "], "type": { "value": "{s}", "lookup": { " Open ": "ticket.opened" } } }""");
        xes.Events().Single().Type.ShouldBe("ticket.opened");
    }

    [Fact]
    public async Task A_state_that_is_padded_is_the_same_state()
    {
        const string map = """
            { "format": "csv", "source": "urn:x", "time": "{at}", "caseId": "{n}", "id": "{n}/{m}", "states": { "initial": { "s": "New " },
              "rules": [{ "when": "first", "type": "t.opened" }, { "column": "s", "becomes": "Closed ", "type": "t.closed" }, { "column": "s", "changes": true, "unless": "closed", "type": "t.changed" }], "otherwise": "t.updated" } }
            """;
        var items = await Read.Text("x.csv", "at,n,m,s\n2024-01-01,1 ,0,New\n2024-01-01,1,1,New   \n2024-01-01, 1,2,Closed  \n", map);
        items.Events().Select(e => e.Id).ShouldBe(["1/0/opened", "1/1/updated", "1/2/closed"]);
    }
}
