using System.Text;
using System.Text.Json;
using JourneyStore.Events;
using JourneyStore.Ingestion.CloudEvents;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>A rejected record is mended in the rejects file and imported as it stands, with the same map: as if it had been right in the
/// log.</summary>
public class RejectsTests
{
    private static (EventCandidate?, string?, string?) CloudEvent(ReadOnlyMemory<byte> line)
    {
        var read = CloudEventJson.Read(line);
        return (read.Candidate is { } one ? one with { Data = one.Data.ToArray() } : null, read.Code, read.Reason);
    }

    private static string Lines(IEnumerable<LogItem> items) => string.Concat(items.Rejects().Select(reject => RejectLine.Write("log", reject) + "\n"));

    private static Task<List<LogItem>> Again(string lines, string? map, List<string>? remarks = null) =>
        Read.Bytes("rejects.ndjson", Encoding.UTF8.GetBytes(lines), map is null ? null : Read.Map(map), remarks ?? [], CloudEvent);

    private static string Told(EventCandidate e) => RejectLine.Write("", new LogReject("", "", 0, "") { Record = CandidateRecord.Of(e) });

    /// <summary>Reads a broken log and mends its rejects; what comes out together is what the log gives that was right from the beginning.</summary>
    private static async Task Mends(string name, string right, string wrong, string broken, string map, string? code = null)
    {
        var whole = await Read.Bytes(name, Encoding.UTF8.GetBytes(right), map.Length == 0 ? null : Read.Map(map), CloudEvent);
        whole.Rejects().ShouldBeEmpty();
        var first = await Read.Bytes(name, Encoding.UTF8.GetBytes(right.Replace(wrong, broken)), map.Length == 0 ? null : Read.Map(map), CloudEvent);
        first.Rejects().ShouldNotBeEmpty();
        if (code is not null) first.Rejects().ShouldAllBe(reject => reject.Code == code);
        var lines = Lines(first);
        first.Rejects().ShouldAllBe(reject => reject.Record != null);

        // What is not mended is rejected again and keeps its record, as often as that is tried.
        static IEnumerable<string> Bare(IEnumerable<LogItem> items) => items.Rejects().Select(reject => RejectLine.Write("", reject with { Row = 0 }));
        Bare(await Again(lines, map.Length == 0 ? null : map)).ShouldBe(Bare(first));

        static string Json(string text) =>
            JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        var mended = await Again(lines.Contains(broken) ? lines.Replace(broken, wrong) : lines.Replace(Json(broken), Json(wrong)), map.Length == 0
            ? null : map);
        mended.Rejects().ShouldBeEmpty();
        var together = first.Events().Concat(mended.Events()).Select(Told).ToHashSet();
        together.ShouldBe(whole.Events().Select(Told), ignoreOrder: true);
    }

    private const string CsvMap = """
        { "format": "csv", "source": "urn:x", "time": "{at}", "customer": [{ "type": "crm", "value": "{who}" }], "caseId": "{n}", "type": "line.{@row}",
          "data": { "text": "{text}", "cost": { "value": "{cost}", "as": "number" } } }
        """;

    private const string Csv = "n,at,who,cost,text\n1,2024-01-01,ann,5,\"a \"\"b\"\",\nc\"\n2,2024-01-02,bob,7,x\n3,2024-01-03,ann,9,y\n";

    [Theory]
    [InlineData("2024-01-02", "2024-01-32", "time.unreadable")]
    [InlineData("2024-01-02", "", "time.missing")]
    [InlineData("2024-01-01", "soon", "time.unreadable")]
    [InlineData("bob,7,x", "bob,seven,x", "value.unreadable")]
    [InlineData("bob,7,x", "bob,7", "csv.column-count")]
    [InlineData("bob,7,x", "bob,7,\"x", "csv.quote")]
    public async Task A_row(string right, string wrong, string code)
    {
        if (wrong.Length > 0) await Mends("x.csv", Csv, right, wrong, CsvMap, code);
    }

    [Theory]
    [InlineData("sep=;\r\nn;at;who;cost;text\r\n1;2024-01-01;ann;5;x,y\r\n", "")]
    [InlineData("Report of June\nn;at;who;cost;text\n1;2024-01-01;ann;5;x,y\n", "\"csv\": { \"delimiter\": \";\", \"header\": 2 },")]
    [InlineData("1;2024-01-01;ann;5;x,y\n", "\"csv\": { \"delimiter\": \";\", \"columns\": [\"n\", \"at\", \"who\", \"cost\", \"text\"] },")]
    public async Task A_row_under_any_kind_of_head(string csv, string options) =>
        await Mends("x.csv", csv, "2024-01-01", "yesterday", CsvMap.Replace("\"source\"", $"{options} \"source\""), "time.unreadable");

    [Fact]
    public async Task A_row_that_is_mended_in_the_log_as_well_is_the_same_event()
    {
        var map = CsvMap.Replace("line.{@row}", "line.read");
        var first = await Read.Text("x.csv", Csv.Replace("2024-01-02", "soon"), map);
        var mended = await Again(Lines(first).Replace("soon", "2024-01-02"), map);
        var whole = await Read.Text("x.csv", Csv, map);
        whole.Events().Select(e => e.Id).ShouldContain(mended.Events().Single().Id);
    }

    private const string StatesMap = """
        { "format": "csv", "source": "urn:x", "time": "{at}", "caseId": "{n}", "id": "{n}/{m}", "customer": [{ "type": "crm", "value": "{who}" }],
          "states": { "initial": { "s": "New" }, "rules": [
            { "when": "first", "type": "t.opened" }, { "column": "hops", "rises": true, "type": "t.moved", "data": { "from": "{@was.group}" } },
            { "column": "s", "becomes": "Done", "type": "t.done", "at": "{done}" }, { "column": "s", "changes": true, "unless": "done", "type": "t.changed", "data": { "from": "{@from}", "to": "{@to}" } } ],
            "otherwise": "t.same" } }
        """;

    private const string States = "n,m,at,who,s,hops,group,done\n1,0,2024-01-01,ann,New,0,A,\n1,1,2024-01-02,ann,Active,1,B,\n2,0,2024-01-02,bob,New,0,A,\n1,2,2024-01-03,ann,Done,2,C,2024-01-04\n1,3,2024-01-05,ann,Done,2,C,2024-01-04\n";

    [Theory]
    [InlineData("2024-01-01,ann", "never,ann")]
    [InlineData("1,1,2024-01-02", "1,1,soon")]
    [InlineData("ann,Done,2,C,2024-01-04", "ann,Done,2,C,then")]
    public async Task A_row_that_is_a_state_means_what_it_meant_after_the_rows_before_it(string right, string wrong) =>
        await Mends("x.csv", States, right, wrong, StatesMap, "time.unreadable");

    [Fact]
    public async Task A_row_whose_case_was_not_known_says_that_it_can_only_be_mended_in_the_log()
    {
        var first = await Read.Text("x.csv", States.Replace("ann,Active,1,B,", "ann,Active,1,B"), StatesMap);
        first.Rejects().Single().Code.ShouldBe("csv.column-count");
        (await Again(Lines(first).Replace("Active,1,B", "Active,1,B,"), StatesMap)).ShouldHaveSingleItem().Reject!.Code.ShouldBe("case.unknown");
    }

    private const string XesMap = """
        { "format": "xes", "source": "urn:x", "customer": [{ "type": "crm", "value": "{trace.customer}" }], "activity": "{classifier.Activity}",
          "type": { "value": "{concept:name}", "first": "t.opened", "otherwise": "step.{@slug}" }, "data": { "by": "{log.creator}", "in": "{a/b}", "again": "{a/b#2}", "row": "{@row}" }, "globals": "fill" }
        """;

    private const string Xes = """
        <log><string key="creator" value="me &amp; 'you'"/><classifier name="Activity" keys="concept:name 'life cycle'"/><global scope="event"><string key="life cycle" value="g"/></global>
        <trace><string key="concept:name" value="c1"/><string key="customer" value="ann"/>
        <event><string key="concept:name" value="Open"/><date key="time:timestamp" value="2024-01-01"/></event>
        <event><string key="concept:name" value="Open"/><date key="time:timestamp" value="2024-01-02"/><list key="a"><values><string key="b" value="&lt;1&gt;"/><string key="b" value="2&#10;&quot;"/></values></list></event>
        <event><string key="concept:name" value="Open"/><date key="time:timestamp" value="2024-01-02"/></event></trace>
        <trace><event><string key="concept:name" value="Call"/><date key="time:timestamp" value="2024-01-03"/></event></trace>
        <event><string key="concept:name" value="Out"/><date key="time:timestamp" value="2024-01-04"/></event></log>
        """;

    [Theory]
    [InlineData("2024-01-01", "2024-13-01", "time.unreadable")]
    [InlineData("2024-01-02", "soon", "time.unreadable")]
    [InlineData("2024-01-03", "nie ' \" < &amp;", "time.unreadable")]
    [InlineData("2024-01-04", "when", "time.unreadable")]
    public async Task An_event_of_xes_with_its_trace_its_place_and_its_log(string right, string wrong, string code)
    {
        // In the document a character is written as XML writes it, in the rejects file as XML within JSON.
        if (wrong.Contains('"')) await Mends("x.xes", Xes.Replace("value=\"2024-01-03\"", "value='2024-01-03'"), "2024-01-03", "nie \" &lt; &amp;", XesMap, code);
        else await Mends("x.xes", Xes, right, wrong, XesMap, code);
    }

    [Fact]
    public async Task An_event_of_xes_whose_step_the_map_does_not_know() => await Mends("x.xes", Xes, "Call", "Cull", XesMap
        .Replace("\"first\": \"t.opened\", \"otherwise\": \"step.{@slug}\"", "\"lookup\": { \"Open\": \"a.open\", \"Call\": \"a.call\", \"Out\": \"a.out\" }"), "type.missing");

    private const string OcelMap = """
        { "format": "ocel", "source": "urn:x", "objects": { "customer": { "type": "customers", "via": ["<-places-", "<-comprises-"] }, "order": { "type": "orders", "via": ["<-comprises-"] }, "item": "items" },
          "oneEventPer": "customer", "customer": [{ "type": "crm", "value": "{customer}" }], "caseId": "{order}", "type": { "value": "{@type}", "otherwise": "step.{@slug}" },
          "data": { "price": { "value": "{order.price}", "as": "number" }, "items": { "ids": "item" }, "objects": { "relations": 10 }, "cost": { "value": "{cost}", "as": "number" }, "row": "{@row}" } }
        """;

    private const string Ocel = """
        { "objects": [
            { "id": "ann", "type": "customers", "relationships": [{ "objectId": "o1", "qualifier": "places" }] }, { "id": "bob", "type": "customers", "relationships": [{ "objectId": "o2", "qualifier": "places" }] },
            { "id": "o1", "type": "orders", "attributes": [{ "name": "price", "time": "2024-01-01T00:00:00Z", "value": 5 }, { "name": "price", "time": "2024-01-02T12:00:00Z", "value": 6.50 }], "relationships": [{ "objectId": "i1", "qualifier": "comprises" }] },
            { "id": "o2", "type": "orders", "relationships": [{ "objectId": "i2", "qualifier": "comprises" }] }, { "id": "i1", "type": "items" }, { "id": "i2", "type": "items" }],
          "events": [
            { "id": "e1", "type": "pick", "time": "2024-01-02T11:00:00Z", "relationships": [{ "objectId": "i1", "qualifier": "item" }],
              "attributes": [{ "name": "cost", "value": "12" }] },
            { "id": "e2", "type": "pack", "time": "2024-01-03T11:00:00Z", "relationships": [{ "objectId": "i1", "qualifier": "item" }, { "objectId": "i2", "qualifier": "item" }] }] }
        """;

    [Theory]
    [InlineData("2024-01-02T11:00:00Z", "2024-01-02T11:00:00+99:00", "time.unreadable")]
    [InlineData("2024-01-03T11:00:00Z", "soon", "time.unreadable")]
    [InlineData("\"value\": \"12\"", "\"value\": \"dear\"", "value.unreadable")]
    public async Task An_event_of_ocel_with_the_objects_that_it_reaches(string right, string wrong, string code)
    {
        var (compact, by) = (right.Replace("\": \"", "\":\""), wrong.Replace("\": \"", "\":\""));
        await Mends("x.jsonocel", JsonSerializer.Serialize(JsonDocument.Parse(Ocel)), compact, by, OcelMap, code);
    }

    private const string Lines3 = """
        {"specversion":"1.0","id":"1","source":"urn:x","type":"a.b","time":"2024-01-01T00:00:00Z","customer":"crm:1","data":{"a":"ä"}}
        {"specversion":"1.0","id":"2","source":"urn:x","type":"a.b","time":"2024-01-02T00:00:00Z"}

        """;

    [Theory]
    [InlineData("2024-01-02T00:00:00Z", "2024-01-02")]
    [InlineData("\"type\":\"a.b\",\"time\":\"2024-01-01", "\"type\":,\"time\":\"2024-01-01")]
    public async Task A_line_of_cloud_events_broken_or_not_without_any_map(string right, string wrong) => await Mends("x.ndjson", Lines3, right, wrong, "");

    [Fact]
    public async Task An_event_that_the_store_refused_comes_back_as_it_was()
    {
        var one = new EventCandidate
        {
            Source = "urn:x", Id = "ä/1", Type = "ticket.opened", OccurredAt = new DateTimeOffset(2024, 1, 1, 10, 0, 0, 123, 456, TimeSpan.Zero),
            Customer = [new Identifier("email", "a,b:c%@x.org"), new Identifier("crm", "7")], Account = [new Identifier("org", "o")], Process = "p", CaseId = "c", Activity = "Öffnen",
            Actor = "a", Channel = "v", Subject = "s", CorrelationId = "k", Extensions = new Dictionary<string, string> { ["myext"] = "17" }, Data = "{\"n\":1.50,\"t\":\"ü\"}"u8.ToArray(),
        };
        var line = RejectLine.Write("log.csv", new LogReject("id-conflict", "another event has this id", 5, "") { Record = CandidateRecord.Of(one) });
        var back = (await Again(line + "\n", null)).ShouldHaveSingleItem().Event!;
        Told(back).ShouldBe(Told(one));
        (back.Customer[0], back.OccurredAt, Encoding.UTF8.GetString(back.Data.Span)).ShouldBe((one.Customer[0], one.OccurredAt, "{\"n\":1.50,\"t\":\"ü\"}"));
        (await Again(line.Replace("\"id\":\"ä/1\"", "\"id\":\"ä/2\"") + "\n", """{ "format": "csv", "source": "urn:x", "time": "{at}", "type": "a.b" }""")).Events().Single().Id.ShouldBe("ä/2");
    }

    [Fact]
    public async Task A_line_that_somebody_broke_is_a_reject_that_can_be_mended_in_its_turn()
    {
        var lines = Lines(await Read.Text("x.csv", Csv.Replace("2024-01-02", "soon"), CsvMap));
        var broken = await Again(lines + lines.Replace("\"context\"", "context").Replace("soon", "2024-01-02"), CsvMap);
        broken.Rejects().Select(reject => reject.Code).ShouldBe(["time.unreadable", "rejects.broken"]);
        var mended = await Again(Lines(broken.Where(item => item.Reject!.Code == "rejects.broken")).Replace(",context\\\"", ",\\\"context\\\"").Replace(",context", ",\\\"context\\\"").Replace("\\\"context\\\"\\\":", "\\\"context\\\":"), CsvMap);
        mended.Events().Single().Customer[0].Value.ShouldBe("bob");
    }

    [Fact]
    public async Task Rejects_of_several_logs_in_one_file_are_read_each_in_its_format_and_those_of_whole_files_are_passed_over()
    {
        var map = CsvMap.Replace("\"format\": \"csv\", ", "");
        var remarks = new List<string>();
        var lines = Lines(await Read.Text("a.csv", "at,who,n,cost,text\nsoon,ann,1,2,t\n", map)) + Lines(await Read.Text("b.csv", "who,at,text,n,cost\nbob,soon,t,1,2\n", map))
            + Lines(await Read.Text("c.csv", "", map));
        var again = await Again(lines.Replace("soon", "2024-01-01"), map, remarks);
        again.Events().Select(e => (e.Customer[0].Value, e.Type)).ShouldBe([("ann", "line.2"), ("bob", "line.2")]);
        again.Rejects().ShouldBeEmpty();
        remarks.ShouldHaveSingleItem().ShouldContain("passed over");
    }

    [Fact]
    public async Task Rejects_of_a_log_that_needs_a_map_say_so_when_there_is_none()
    {
        var lines = Lines(await Read.Text("x.csv", Csv.Replace("2024-01-02", "soon"), CsvMap));
        (await Should.ThrowAsync<LogMapException>(() => Again(lines, null))).Message.ShouldContain("--map");
    }
}
