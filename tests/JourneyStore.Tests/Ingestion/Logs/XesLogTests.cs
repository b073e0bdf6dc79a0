using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class XesLogTests
{
    private const string Map = """
        {
          "format": "xes", "source": "urn:x", "id": "{@trace}/{@index}", "missing": ["UNKNOWN"], "customer": [{ "type": "c", "value": "{customer}" }], "process": "desk",
          "type": { "value": "{concept:name}", "lookup": { "Wait": "ticket.waiting" }, "otherwise": "desk.{@slug}" },
          "data": { "a": "{a}", "inner": "{a/b}", "of": "{trace.kind}", "by": "{log.creator}" }
        }
        """;

    private static string Event(string name, string more = "", string time = "2020-01-01T10:00:00+01:00") =>
        $"""<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{time}"/>{more}</event>""";

    private static string Trace(string name, params string[] events) =>
        $"""<trace><string key="concept:name" value="{name}"/>{string.Concat(events)}</trace>""";

    private static Task<List<LogItem>> Of(string log, string map = Map) => Read.Text("x.xes", $"""<?xml version="1.0"?><log>{log}</log>""", map);

    [Fact]
    public async Task An_event_has_the_id_of_its_case_and_its_place_in_it()
    {
        var events = (await Of(Trace("Case 1", Event("Resolve ticket"), Event("Wait")) + Trace("Case 2", Event("Wait")))).Events();
        events.Select(e => e.Id).ShouldBe(["Case 1/1", "Case 1/2", "Case 2/1"]);
        events.Select(e => e.Type).ShouldBe(["desk.resolve-ticket", "ticket.waiting", "ticket.waiting"]);
        (events[0].Activity, events[0].CaseId, events[0].Process).ShouldBe(("Resolve ticket", "Case 1", "desk"));
        events[0].OccurredAt.ShouldBe(new DateTimeOffset(2020, 1, 1, 9, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_customer_stands_on_the_event_and_not_on_the_case()
    {
        static string Of(string customer) => $"""<string key="customer" value="{customer}"/>""";
        var events = (await XesLogTests.Of(Trace("1", Event("a", Of("x")), Event("b", Of("y")), Event("c", Of("UNKNOWN")), Event("d")))).Events();
        events.Select(e => e.Customer.Count == 0 ? null : e.Customer[0].Value).ShouldBe(["x", "y", null, null]);
    }

    [Fact]
    public async Task Case_ids_may_be_numbers_and_namespaces_extensions_and_white_space_are_as_they_like()
    {
        var log = """
            <log xmlns="http://www.xes-standard.org/" xes.version="1.0">
              <!-- no extension is declared -->
              <float key="statistics" value="7.6"><float key="Ann" value="0.1"/></float>
              <trace>
                <int key="concept:name" value="17"/>
                <event>
                  <date key="time:timestamp" value="2010-12-30 11:02:00"/>
                  <id key="concept:name" value="x"></id>
                </event>
              </trace>
            </log>
            """;
        var e = (await Read.Text("x.xes", log, Map)).Events().ShouldHaveSingleItem();
        (e.CaseId, e.Id, e.Activity).ShouldBe(("17", "17/1", "x"));
    }

    [Fact]
    public async Task Attributes_within_attributes_lists_and_those_of_trace_and_log_have_names()
    {
        var log = """<string key="creator" value="me"/>"""
            + """<trace><string key="concept:name" value="1"/><string key="kind" value="k"><string key="concept:name" value="inner"/></string>"""
            + Event("e", """<string key="a" value="1"><string key="b" value="2"/><list key="l"><values><int key="n" value="3"/><int key="n" value="4"/></values></list></string>""")
            + "</trace>";
        var map = Map.Replace("\"{a}\"", "\"{a}{a/l/n}{a/l/n#2}\"");
        var e = (await Of(log, map)).Events().Single();
        e.DataText().ShouldBe("""{"a":"134","inner":"2","of":"k","by":"me"}""");
        e.CaseId.ShouldBe("1");
    }

    [Fact]
    public async Task An_activity_may_be_several_attributes_by_template_or_by_the_logs_own_classifier()
    {
        var log = """<classifier name="Activity classifier" keys="concept:name 'life cycle'"/>""" + Trace("1", Event("a", """<string key="life cycle" value="start"/>"""), Event("b"));
        var byClassifier = (await Of(log, Map.Replace("\"process\"", "\"activity\": \"{classifier.Activity classifier}\", \"process\""))).Events();
        byClassifier.Select(e => e.Activity).ShouldBe(["a+start", null]);
        var byTemplate = (await Of(log, Map.Replace("\"process\"", "\"activity\": \"{concept:name}+{life cycle}\", \"process\""))).Events();
        byTemplate.Select(e => e.Activity).ShouldBe(["a+start", null]);
    }

    [Fact]
    public async Task What_a_log_declares_globally_stands_in_only_when_the_map_says_so()
    {
        var log = """<global scope="trace"><string key="customer" value="t"/></global><global scope="event"><string key="customer" value="g"/></global>""" + Trace("1", Event("a"));
        (await Of(log)).Events().Single().Customer.ShouldBeEmpty();
        (await Of(log, Map.Replace("\"process\"", "\"globals\": \"fill\", \"process\""))).Events().Single().Customer.ShouldBe([new Identifier("c", "g")]);
    }

    [Fact]
    public async Task Two_traces_of_one_name_keep_all_their_events_under_one_case()
    {
        var events = (await Of(Trace("1", Event("a")) + Trace("1", Event("a")) + Trace("1", Event("a")))).Events();
        events.Select(e => e.Id).ShouldBe(["1/1", "1~2/1", "1~3/1"]);
        events.ShouldAllBe(e => e.CaseId == "1");
    }

    [Fact]
    public async Task Traces_without_a_name_and_events_without_a_trace_are_kept_without_a_case()
    {
        var events = (await Of("<trace>" + Event("a") + "</trace><trace/>" + Event("b"))).Events();
        events.Select(e => e.CaseId).ShouldBe([null, null]);
        events.Select(e => e.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_first_event_of_a_trace_may_have_a_type_of_its_own_with_exceptions()
    {
        var map = Map.Replace("\"lookup\"", "\"first\": { \"type\": \"ticket.opened\", \"unless\": \"W*\" }, \"lookup\"");
        var events = (await Of(Trace("1", Event("a"), Event("a")) + Trace("2", Event("Wait")), map)).Events();
        events.Select(e => e.Type).ShouldBe(["ticket.opened", "desk.a", "ticket.waiting"]);
    }

    [Fact]
    public async Task An_event_without_a_readable_time_or_name_is_a_reject_and_the_next_is_read()
    {
        var items = await Of(Trace("1", Event("a", time: "then"), Event("b").Replace("time:timestamp", "other"), Event("UNKNOWN"), Event("d")));
        items.Rejects().Select(r => r.Code).ShouldBe(["time.unreadable", "time.missing", "type.missing"]);
        items.Rejects()[0].Raw.ShouldContain("concept:name=a");
        items.Events().Single().Id.ShouldBe("1/4");
    }

    [Fact]
    public async Task Xml_that_breaks_in_the_middle_keeps_what_came_before_and_says_where()
    {
        var items = await Read.Text("x.xes", $"<log>{Trace("1", Event("a"), Event("b"))}<trace><event></trace></log>", Map);
        items.Events().Count.ShouldBe(2);
        var reject = items.Rejects().ShouldHaveSingleItem();
        (reject.Code, reject.Row).ShouldBe(("xes.broken-xml", 2));
        reject.Reason.ShouldContain("nothing behind that place was read");
    }

    [Fact]
    public async Task A_document_type_is_not_followed_and_its_entities_are_not_expanded()
    {
        var log = "<!DOCTYPE log [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM \"file:///etc/hostname\">]><log>" + Trace("1", Event("x")) + Trace("2", Event("&b;")) + "</log>";
        var items = await Read.Text("x.xes", log, Map);
        items.Events().Single().Id.ShouldBe("1/1");
        items.Rejects().Single().Code.ShouldBe("xes.broken-xml");
    }

    [Theory]
    [InlineData("<html><body>no such page</body></html>", "xes.not-a-log")]
    [InlineData("<log/>", "file.empty")]
    [InlineData("", "xes.broken-xml")]
    public async Task A_document_that_is_no_log_is_said_to_be_none(string text, string code) =>
        (await Read.Text("x.xes", text, Map)).Rejects().Single().Code.ShouldBe(code);

    [Fact]
    public async Task An_event_beyond_all_bounds_is_a_reject()
    {
        var items = await Of(Trace("1", Event("a", $"""<string key="a" value="{new string('x', 300_000)}"/>"""), Event("b")));
        items.Rejects().Single().Code.ShouldBe("event.too-large");
        items.Events().Single().Id.ShouldBe("1/2");
    }

    [Fact]
    public async Task Attributes_nested_beyond_reason_do_not_break_the_reader()
    {
        var deep = string.Concat(Enumerable.Repeat("""<string key="k" value="v">""", 1_000)) + string.Concat(Enumerable.Repeat("</string>", 1_000));
        var items = await Of(Trace("1", Event("a", deep), Event("b")));
        items.Count.ShouldBe(2);
        items[1].Event!.Id.ShouldBe("1/2");
    }

    [Fact]
    public async Task Names_in_any_script_become_types_that_differ()
    {
        var types = (await Of(Trace("1", Event("Prüfen"), Event("Profen"), Event("  Be-- Reit! "), Event("検査"), Event("!!")))).Events().Select(e => e.Type);
        types.ShouldBe(["desk.pru00fcfen", "desk.profen", "desk.beu002du002d-reitu0021", "desk.u691cu67fb", "desk.u0021u0021"]);
    }
}
