using System.Text;
using JourneyStore.Ingestion.CloudEvents;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>Bytes and escapes that are no text cost their own record, which can be mended; and they never become other text unseen.</summary>
public class BrokenTextTests
{
    private const string OcelMap = """{ "format": "ocel", "source": "urn:x", "objects": { "c": "c" }, "customer": [{ "type": "crm", "value": "{c}" }], "type": { "value": "{@type}", "otherwise": "step.{@slug}" }, "data": { "note": "{note}" } }""";

    private static string Ocel(string second, string customer = "c1") => $$"""
        { "objects": [{ "id": "{{customer}}", "type": "c" }], "events": [
          { "id": "1", "type": "a", "time": "2024-01-01", "relationships": [{ "objectId": "{{customer}}", "qualifier": "" }] },
          { "id": "2", "type": "b", "time": "2024-01-01", "relationships": [{ "objectId": "{{customer}}", "qualifier": "" }], "attributes": [{ "name": "note", "value": "{{second}}" }] },
          { "id": "3", "type": "c", "time": "2024-01-01" }] }
        """;

    private static Task<List<LogItem>> Line(byte[] bytes) => Read.Bytes("x.ndjson", bytes, null, line =>
    {
        var read = CloudEventJson.Read(line);
        return (read.Candidate is { } one ? one with { Data = one.Data.ToArray() } : null, read.Code, read.Reason);
    });

    [Theory]
    [InlineData("J\u00f6rg", true)]
    [InlineData("\\ud83d", false)]
    [InlineData("a\\udc00b", false)]
    public async Task An_event_of_ocel_with_what_is_no_text_is_a_reject_and_the_next_is_read(string text, bool isLatin)
    {
        var bytes = isLatin ? Encoding.Latin1.GetBytes(Ocel(text)) : Encoding.UTF8.GetBytes(Ocel(text));
        var items = await Read.Bytes("x.json", bytes, Read.Map(OcelMap));
        items.Events().Select(e => e.Id).ShouldBe(["1", "3"]);
        var reject = items.Rejects().ShouldHaveSingleItem();
        reject.Code.ShouldBe("ocel.encoding");

        var line = RejectLine.Write("x.json", reject) + "\n";
        var unmended = await Read.Bytes("r", Encoding.UTF8.GetBytes(line), Read.Map(OcelMap));
        unmended.ShouldHaveSingleItem().Reject!.Code.ShouldBe("ocel.encoding");
        var mended = line.Replace("J\ufdd0rg", "Jörg").Replace("J\\uFDD0rg", "Jörg").Replace("\ufdd0", "");
        var e = (await Read.Bytes("r", Encoding.UTF8.GetBytes(mended), Read.Map(OcelMap))).ShouldHaveSingleItem().Event!;
        (e.Id, e.Customer[0].Value).ShouldBe(("2", "c1"));
    }

    [Fact]
    public async Task Objects_that_are_no_text_stop_the_file_because_no_event_could_be_bound()
    {
        var reject = (await Read.Bytes("x.json", Encoding.Latin1.GetBytes(Ocel("a", "Jörg")), Read.Map(OcelMap))).ShouldHaveSingleItem().Reject!;
        reject.Code.ShouldBe("ocel.broken-json");
        reject.Reason.ShouldContain("UTF-8");
    }

    [Fact]
    public async Task A_line_of_cloud_events_in_another_encoding_is_rejected_until_its_letters_are_put_right()
    {
        const string text = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"urn:x\",\"type\":\"a.b\",\"actor\":\"Jörg\"}\n";
        var reject = (await Line(Encoding.Latin1.GetBytes(text))).ShouldHaveSingleItem().Reject!;
        var line = RejectLine.Write("x", reject) + "\n";
        (await Line(Encoding.UTF8.GetBytes(line))).ShouldHaveSingleItem().Reject!.Code.ShouldBe(reject.Code);
        (await Line(Encoding.UTF8.GetBytes(line.Replace("J\ufdd0rg", "Jörg").Replace("J\\uFDD0rg", "Jörg")))).ShouldHaveSingleItem().Event!.Actor.ShouldBe("Jörg");
    }

    [Fact]
    public async Task Half_of_a_pair_in_xes_breaks_neither_the_reading_nor_the_writing_of_its_reject()
    {
        const string log = "<log><trace><string key=\"concept:name\" value=\"a&#xD83D;b\"/><event><string key=\"concept:name\" value=\"x\"/><date key=\"time:timestamp\" value=\"soon\"/></event></trace></log>";
        var items = await Read.Text("x.xes", log, """{ "format": "xes", "source": "urn:x", "type": "a.b" }""");
        foreach (var reject in items.Rejects()) RejectLine.Write("x", reject).ShouldNotBeEmpty();
        items.Rejects().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_map_in_utf_16_is_read_too()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
            LogMap.Parse([.. encoding.GetPreamble(), .. encoding.GetBytes("""{ "source": "urn:ö", "type": "a.b" }""")]).Source.ShouldBe("urn:ö");
    }
}
