using System.Text;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>What programs write above the rows.</summary>
public class CsvHeadTests
{
    private const string Map = """{ "format": "csv", "source": "urn:x", "time": "{at}", "id": "{id}", "type": "line.{@row}", "data": { "text": "{text}" } }""";

    private static string With(string csv) => Map.Replace("\"format\"", $"\"csv\": {{ {csv} }}, \"format\"");

    private static async Task<(List<LogItem> Items, List<string> Remarks)> Of(string text, string map, Encoding? encoding = null)
    {
        var remarks = new List<string>();
        encoding ??= Encoding.UTF8;
        return (await Read.Bytes("x.csv", [.. encoding == Encoding.UTF8 ? [] : encoding.GetPreamble(), .. encoding.GetBytes(text)], Read.Map(map),
            remarks), remarks);
    }

    [Theory]
    [InlineData("sep=;\r\nid;at;text\r\n1;2024-01-01;a,b\r\n")]
    [InlineData("\ufeffsep=;\r\nid;at;text\r\n1;2024-01-01;a,b\r\n")]
    [InlineData("\ufeffSEP=;\n\nid;at;text\n1;2024-01-01;a,b\n")]
    [InlineData("\"sep=;\"\nid;at;text\n1;2024-01-01;a,b\n")]
    [InlineData("sep=;;;\nid;at;text\n1;2024-01-01;a,b\n")]
    public async Task The_line_for_excel_says_what_separates_and_is_no_header(string text)
    {
        foreach (var map in new[] { Map, With("\"delimiter\": \";\"") })
            foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
            {
                var (items, remarks) = await Of(text, map, encoding);
                items.ShouldHaveSingleItem().Event!.DataText().ShouldBe("""{"text":"a,b"}""");
                remarks.ShouldBeEmpty();
            }
    }

    [Theory]
    [InlineData("sep=\t\nid\tat\ttext\n1\t2024-01-01\ta\n")]
    [InlineData("sep=\\t\nid\tat\ttext\n1\t2024-01-01\ta\n")]
    [InlineData("sep=|\nid|at|text\n1|2024-01-01|a\n")]
    public async Task It_may_say_a_tab_or_anything_else(string text) => (await Of(text, Map)).Items.Events().Count.ShouldBe(1);

    [Fact]
    public async Task A_line_for_excel_that_contradicts_the_map_is_said_and_the_one_that_fits_the_file_counts()
    {
        var (items, remarks) = await Of("sep=;\nid,at,text\n1,2024-01-01,a\n", With("\"delimiter\": \",\""));
        items.Events().Count.ShouldBe(1);
        remarks.ShouldHaveSingleItem().ShouldContain("sep=");
        var reject = (await Of("sep=;\nid;at;text\n1;2024-01-01;a\n", With("\"delimiter\": \",\""))).Items.ShouldHaveSingleItem().Reject!;
        reject.Code.ShouldBe("csv.columns-missing");
        reject.Reason.ShouldContain("\"delimiter\": \";\"");
    }

    [Fact]
    public async Task Columns_of_the_map_work_behind_the_line_for_excel_too() =>
        (await Of("sep=;\n1;2024-01-01;a\n", With("\"columns\": [\"id\", \"at\", \"text\"]"))).Items.Events().Single().Id.ShouldBe("1");

    [Fact]
    public async Task Titles_and_remarks_above_the_header_are_passed_over_when_a_line_below_has_the_maps_columns()
    {
        var (items, remarks) = await Of("Ticket report, \"Q1\n# exported 2024-02-01 by \"me\"\n\nid,at,text\n1,2024-01-01,a\n", Map);
        items.ShouldHaveSingleItem().Event!.Type.ShouldBe("line.5");
        remarks.ShouldHaveSingleItem().ShouldContain("line 4");
    }

    [Fact]
    public async Task The_map_may_say_which_line_is_the_header()
    {
        var (items, remarks) = await Of("id,at,text\nnr,when,what\nid,at,text\n1,2024-01-01,a\n", With("\"header\": 3"));
        (items.ShouldHaveSingleItem().Event!.Id, items[0].Row).ShouldBe(("1", 4));
        remarks.ShouldBeEmpty();
        (await Of("id,at,text\n1,2024-01-01,a\n", With("\"header\": 7"))).Items.ShouldHaveSingleItem().Reject!.Reason.ShouldContain("csv.header");
        (await Of("nr,when,what\n1,2024-01-01,a\n", With("\"header\": 1, \"columns\": [\"id\", \"at\", \"text\"]"))).Items.Events().Single().Id.ShouldBe("1");
    }

    [Theory]
    [InlineData("id;at;text\n1;2024-01-01;a\n", ";")]
    [InlineData("id\tat\ttext\n1\t2024-01-01\ta\n", "\\t")]
    [InlineData("Report\nid|at|text\n1|2024-01-01|a\n", "|")]
    public async Task A_header_that_lacks_the_columns_names_the_remedy_that_works(string text, string delimiter)
    {
        var reject = (await Of(text, Map)).Items.ShouldHaveSingleItem().Reject!;
        reject.Code.ShouldBe("csv.columns-missing");
        reject.Reason.ShouldContain($"\"csv\": {{ \"delimiter\": \"{delimiter}\" }}");
        (await Of(text, With($"\"delimiter\": \"{delimiter}\""))).Items.Events().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_header_wider_than_what_is_looked_at_is_read() =>
        (await Of($"{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"c{i}"))},id,at,text\n{new string(',', 20_000)}1,2024-01-01,a\n", Map)).Items.Events().Count.ShouldBe(1);

    [Fact]
    public async Task A_file_of_blank_lines_is_empty() => (await Of("\n\n  \n", Map)).Items.ShouldHaveSingleItem().Reject!.Code.ShouldBeOneOf("file.empty", "csv.columns-missing");
}
