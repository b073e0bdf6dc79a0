using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;
using JourneyStore.Ingestion.Logs.Xes;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>XES whose parts stand in another order than the standard's.</summary>
public class XesOrderTests
{
    private const string Map = """
        { "format": "xes", "source": "urn:x", "customer": [{ "type": "crm", "value": "{trace.customer}" }], "activity": "{classifier.Activity}", "actor": "{org:resource}",
          "type": { "value": "{concept:name}", "otherwise": "step.{@slug}" }, "data": { "by": "{log.creator}", "n": "{@index}" } }
        """;

    private const string Name = """<string key="concept:name" value="c1"/>""";
    private const string Customer = """<string value="ann" key="customer"/>""";
    private const string Creator = """<string value="me" key="creator"/>""";
    private const string Classifier = """<classifier keys="concept:name" name="Activity"/>""";

    private static string Event(int day) => $"""<event><date value="2024-01-0{day}" key="time:timestamp"/><string value="s{day}" key="concept:name"/></event>""";

    [Fact]
    public async Task What_a_trace_and_a_log_say_of_themselves_counts_wherever_it_stands()
    {
        string[] logs =
        [
            $"<log>{Creator}{Classifier}<trace>{Name}{Customer}{Event(1)}{Event(2)}</trace></log>",
            $"<log><trace>{Event(1)}{Event(2)}{Name}{Customer}</trace>{Creator}{Classifier}</log>",
            $"<log>{Classifier}<trace>{Name}{Event(1)}{Customer}{Event(2)}</trace>{Creator}</log>",
        ];
        List<string>? ids = null;
        foreach (var log in logs)
        {
            var events = (await Read.Text("x.xes", log, Map)).Events();
            events.Select(e => (e.CaseId, e.Customer[0].Value, e.Activity, e.DataText())).ShouldBe(
                [("c1", "ann", "s1", """{"by":"me","n":"1"}"""), ("c1", "ann", "s2", """{"by":"me","n":"2"}""")]);
            events.Select(e => e.Id).ShouldBe(ids ??= [.. events.Select(e => e.Id)]);
        }
    }

    [Fact]
    public async Task Globals_that_stand_behind_the_traces_fill_all_the_same()
    {
        var log = $"""<log><trace>{Event(1)}</trace><global scope="event"><string key="org:resource" value="robot"/></global></log>""";
        (await Read.Text("x.xes", log, Map.Replace("\"source\"", "\"globals\": \"fill\", \"source\""))).Events().Single().Actor.ShouldBe("robot");
    }

    [Fact]
    public async Task Extensions_may_be_missing_or_have_prefixes_of_the_logs_own()
    {
        const string log = """
            <log><extension uri="http://www.xes-standard.org/concept.xesext" name="Concept" prefix="c"/><extension name="Time" prefix="t" uri="http://www.xes-standard.org/time.xesext"/>
            <extension name="Organizational" prefix="o" uri="http://www.xes-standard.org/org.xesext"/><classifier name="Activity" keys="c:name"/>
            <trace><string key="c:name" value="c1"/><event><date key="t:timestamp" value="2024-01-01"/><string key="c:name" value="s1"/><string key="o:resource" value="Ann"/></event></trace></log>
            """;
        var e = (await Read.Text("x.xes", log, Map)).Events().ShouldHaveSingleItem();
        (e.CaseId, e.Activity, e.Type, e.Actor).ShouldBe(("c1", "s1", "step.s1", "Ann"));
    }

    [Fact]
    public async Task A_trace_that_is_too_long_to_wait_for_its_name_says_so()
    {
        var remarks = new List<string>();
        var log = $"<log><trace>{string.Concat(Enumerable.Repeat(Event(1), XesLog.MostWaiting + 1))}{Name}</trace></log>";
        var items = await Read.Bytes("x.xes", System.Text.Encoding.UTF8.GetBytes(log), Read.Map(Map), remarks);
        items.Events().Count.ShouldBe(XesLog.MostWaiting + 1);
        items.Events().Select(e => e.Id).Distinct().Count().ShouldBe(XesLog.MostWaiting + 1);
        remarks.ShouldHaveSingleItem().ShouldContain("trace 1");
    }

    [Fact]
    public async Task A_trace_that_breaks_off_before_its_name_gives_no_event_that_a_mended_file_would_name_otherwise()
    {
        var items = await Read.Text("x.xes", $"<log><trace>{Name}{Customer}{Event(1)}</trace><trace>{Event(2)}", Map.Replace("{trace.customer}", "{trace.concept:name}"));
        items.Events().Select(e => e.CaseId).ShouldBe(["c1"]);
        items.Rejects().Single().Code.ShouldBe("xes.broken-xml");
    }
}
