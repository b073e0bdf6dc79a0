using System.Text;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>Files in the encodings that programs really write, and files that say one and are another.</summary>
public class EncodingTests
{
    private const string XesMap = """{ "format": "xes", "source": "urn:x", "type": { "value": "{concept:name}", "otherwise": "step.{@slug}" } }""";
    private const string CsvMap = """{ "format": "csv", "source": "urn:x", "time": "{at}", "id": "{id}", "type": "x.y", "activity": "{text}" }""";

    private static Encoding Page(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);

    private static string Log(string step, string? declaration) =>
        (declaration is null ? "" : $"<?xml version=\"1.0\" encoding=\"{declaration}\"?>\n")
        + $"<log><trace><event><string key=\"concept:name\" value=\"{step}\"/><date key=\"time:timestamp\" value=\"2024-03-01\"/></event></trace></log>";

    private static async Task<string?> Step(byte[] bytes, List<string>? remarks = null)
    {
        var item = (await Read.Bytes("x.xes", bytes, Read.Map(XesMap), remarks ?? [])).ShouldHaveSingleItem();
        item.Reject?.Reason.ShouldBeNull();
        return item.Event!.Activity;
    }

    [Theory]
    [InlineData("windows-1252", "Eröffnet – 5 €")]
    [InlineData("ISO-8859-1", "Eröffnet")]
    [InlineData("iso-8859-2", "Otevřeno")]
    [InlineData("windows-1250", "Otevřeno – ž")]
    [InlineData("windows-1251", "Открыто")]
    [InlineData("KOI8-R", "Открыто")]
    [InlineData("GBK", "打开")]
    [InlineData("gb18030", "打开")]
    [InlineData("Shift_JIS", "開く")]
    [InlineData("euc-kr", "열기")]
    [InlineData("IBM850", "Eröffnet")]
    [InlineData("us-ascii", "Open")]
    [InlineData("UTF-8", "Eröffnet 打开 👍")]
    public async Task Xes_is_read_in_the_encoding_that_it_declares(string name, string step)
    {
        var remarks = new List<string>();
        (await Step(Page(name).GetBytes(Log(step, name)), remarks)).ShouldBe(step);
        remarks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", false)]
    public async Task Xes_in_two_or_four_bytes_a_letter_is_read_with_a_mark_and_without(string name, bool marked)
    {
        var encoding = Encoding.GetEncoding(name);
        foreach (var declaration in new[] { null, "utf-16", "UTF-16LE", "windows-1252" })
        {
            byte[] bytes = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(Log("Eröffnet 打开", declaration))];
            (await Step(bytes)).ShouldBe("Eröffnet 打开");
        }
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("klingon")]
    [InlineData("utf-16")]
    public async Task A_byte_order_mark_is_proof_and_that_it_counts_is_remarked(string declared)
    {
        var remarks = new List<string>();
        (await Step([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Log("Eröffnet", declared))], remarks)).ShouldBe("Eröffnet");
        remarks.ShouldHaveSingleItem().ShouldContain(declared);
        remarks[0].ShouldContain("read as utf-8");
    }

    [Fact]
    public async Task A_declaration_of_utf_16_that_is_written_in_single_bytes_is_no_utf_16()
    {
        var remarks = new List<string>();
        (await Step(Encoding.UTF8.GetBytes(Log("Eröffnet", "utf-16")), remarks)).ShouldBe("Eröffnet");
        remarks.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("klingon")]
    [InlineData("utf-7")]
    [InlineData("")]
    public async Task An_encoding_that_is_not_known_is_said_and_not_taken_for_broken_xml(string declared)
    {
        var reject = (await Read.Bytes("x.xes", Encoding.ASCII.GetBytes(Log("Open", declared)), Read.Map(XesMap))).ShouldHaveSingleItem().Reject!;
        reject.Code.ShouldBe("file.encoding");
        reject.Reason.ShouldContain($"'{declared}'");
        reject.Reason.ShouldContain("UTF-8");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_cost_their_own_event_and_no_other()
    {
        var bytes = Encoding.Latin1.GetBytes(Log("Eröffnet", null).Replace("</trace>", "<event><string key=\"concept:name\" value=\"b\"/><date key=\"time:timestamp\" value=\"2024-03-01\"/></event></trace>"));
        var items = await Read.Bytes("x.xes", bytes, Read.Map(XesMap));
        items.Rejects().Single().Code.ShouldBe("xes.encoding");
        items.Rejects().Single().Reason.ShouldContain("encoding=");
        items.Events().Single().Activity.ShouldBe("b");
    }

    [Theory]
    [InlineData("\n\n  <?xml version=\"1.0\" encoding=\"windows-1252\"?>")]
    [InlineData("<?xml version='1.1' standalone='yes' encoding = 'windows-1252' ?>")]
    public async Task What_stands_above_the_declaration_and_its_version_do_not_matter(string declaration) =>
        (await Step(Page("windows-1252").GetBytes(declaration + Log("Eröffnet", null)))).ShouldBe("Eröffnet");

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task A_byte_order_mark_of_a_csv_counts_for_more_than_the_maps_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("id,at,text\n1,2024-01-01,Jörg 打\n")];
        foreach (var said in new[] { "windows-1252", "utf-8", "utf-16", null })
        {
            var remarks = new List<string>();
            var map = said is null ? CsvMap : CsvMap.Replace("\"format\"", $"\"csv\": {{ \"encoding\": \"{said}\" }}, \"format\"");
            (await Read.Bytes("x.csv", bytes, Read.Map(map), remarks)).Events().Single().Activity.ShouldBe("Jörg 打");
            remarks.Count.ShouldBe(said is null || name.StartsWith(said, StringComparison.Ordinal) ? 0 : 1);
        }
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task A_csv_in_two_bytes_a_letter_without_a_mark_is_told_by_its_zeros(string name) =>
        (await Read.Bytes("x.csv", Encoding.GetEncoding(name).GetBytes("id,at,text\n1,2024-01-01,Jörg\n"), Read.Map(CsvMap))).Events().Single().Activity.ShouldBe("Jörg");

    [Fact]
    public async Task Broken_bytes_behind_a_byte_order_mark_are_a_reject_too()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. "id,at,text\n1,2024-01-01,J"u8, 0xf6, .. "rg\n2,2024-01-01,Ann\n"u8];
        var items = await Read.Bytes("x.csv", bytes, Read.Map(CsvMap));
        (items.Rejects().Single().Code, items.Events().Single().Id).ShouldBe(("csv.encoding", "2"));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    public async Task Ocel_and_lines_of_cloud_events_in_utf_16_are_read_as_well(string name, bool marked)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] Of(string text) => [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        const string map = """{ "source": "urn:x", "type": "x.y" }""";
        foreach (var file in new[] { "x.jsonocel", "what" })
            (await Read.Bytes(file, Of("""{ "objects": [], "events": [{ "id": "ö", "type": "a", "time": "2024-01-01" }] }"""), Read.Map(map))).Events().Single().Id.ShouldBe("ö");
        CloudEventLine line = bytes => (new EventCandidate { Source = "s", Id = Encoding.UTF8.GetString(bytes.Span), Type = "a.b" }, null, null);
        (await Read.Bytes("x.ndjson", Of("ä\nö\n"), null, line)).Events().Select(e => e.Id).ShouldBe(["ä", "ö"]);
    }

    [Fact]
    public async Task An_xes_of_any_name_in_utf_16_is_known_by_how_it_begins() =>
        (await Read.Bytes("export", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Log("a", null))],
            Read.Map(XesMap.Replace("\"format\": \"xes\", ", "")))).Events().Count.ShouldBe(1);
}
