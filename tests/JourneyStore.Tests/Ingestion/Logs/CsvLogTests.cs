using System.Text;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class CsvLogTests
{
    private const string Map = """
        { "format": "csv", "source": "urn:x", "time": "{at}", "id": "{id}", "type": "thing.{@row}", "data": { "text": "{text}" } }
        """;

    private static Task<List<LogItem>> Of(string text, string map = Map) => Read.Text("x.csv", text, map);

    private static string? Words(EventCandidate e) => e.DataJson().GetProperty("text").GetString();

    [Fact]
    public async Task Quotes_delimiters_and_line_ends_within_a_field_are_its_text()
    {
        var items = await Of("id,at,text\n1,2020-01-01,\"a \"\"b\"\", c\r\nd\"\n2,2020-01-01,\"\"\n3,2020-01-01,5\" disk\n");
        items.Rejects().ShouldBeEmpty();
        Words(items.Events()[0]).ShouldBe("a \"b\", c\r\nd");
        items.Events()[1].Data.IsEmpty.ShouldBeTrue();
        Words(items.Events()[2]).ShouldBe("5\" disk");
        items.Select(i => i.Row).ShouldBe([2, 4, 5]);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Any_line_end_will_do_blank_lines_say_nothing_and_the_last_line_needs_no_end(string end)
    {
        var items = await Of(string.Join(end, "id,at,text", "1,2020-01-01,ä", "", "2,2020-01-01,b"));
        items.Rejects().ShouldBeEmpty();
        items.Events().Select(Words).ShouldBe(["ä", "b"]);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_first_column()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. "id,at,text\n1,2020-01-01,ü\n"u8];
        Words((await Read.Bytes("x.csv", bytes, Read.Map(Map))).Events().Single()).ShouldBe("ü");
    }

    [Fact]
    public async Task Utf_16_is_told_by_its_mark()
    {
        byte[] bytes = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("id,at,text\n1,2020-01-01,ü\n")];
        Words((await Read.Bytes("x.csv", bytes, Read.Map(Map))).Events().Single()).ShouldBe("ü");
    }

    [Fact]
    public async Task The_second_column_of_a_name_has_a_number()
    {
        var map = Map.Replace("{text}", "{category}/{category#2}");
        Words((await Of("id,at,category,category\n1,2020-01-01,55,170\n", map)).Events().Single()).ShouldBe("55/170");
    }

    [Theory]
    [InlineData("1,2020-01-01", "found 2")]
    [InlineData("1,2020-01-01,a,b", "found 4")]
    public async Task A_row_with_the_wrong_number_of_fields_is_rejected_and_the_next_is_read(string row, string words)
    {
        var items = await Of($"id,at,text\n{row}\n2,2020-01-01,b\n");
        var reject = items.Rejects().ShouldHaveSingleItem();
        (reject.Code, reject.Row, reject.Raw).ShouldBe(("csv.column-count", 2, row));
        reject.Reason.ShouldContain(words);
        items.Events().Single().Id.ShouldBe("2");
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_costs_its_own_row_and_no_other()
    {
        var rows = string.Concat(Enumerable.Range(3, 5_000).Select(i => $"{i},2020-01-01,fine\n"));
        var items = await Of($"id,at,text\n1,2020-01-01,a\n2,2020-01-01,\"open\n{rows}");
        var reject = items.Rejects().ShouldHaveSingleItem();
        (reject.Code, reject.Row, reject.Raw).ShouldBe(("csv.quote", 3, "2,2020-01-01,\"open"));
        items.Events().Count.ShouldBe(5_001);
        items.Events()[1].Type.ShouldBe("thing.4");
    }

    [Fact]
    public async Task A_quote_that_is_open_at_the_end_of_the_file_is_a_reject()
    {
        var items = await Of("id,at,text\n1,2020-01-01,a\n2,2020-01-01,\"open");
        (items.Rejects().Single().Code, items.Events().Count).ShouldBe(("csv.quote", 1));
    }

    [Fact]
    public async Task Two_stray_quotes_do_not_swallow_the_rows_between_them()
    {
        var items = await Of("id,at,text\n1,2020-01-01,\"open\n2,2020-01-01,fine\n3,2020-01-01,\"open\n4,2020-01-01,fine\n");
        items.Rejects().Select(r => r.Row).ShouldBe([2, 4]);
        items.Events().Select(e => e.Id).ShouldBe(["2", "4"]);
    }

    [Fact]
    public async Task Rows_joined_by_stray_quotes_into_the_wrong_number_of_fields_are_taken_apart_again()
    {
        var items = await Of("id,at,text\n\"1,2020-01-01,a\n2,2020-01-01,b\n3\",2020-01-01\n4,2020-01-01,d\n");
        items.Rejects().Select(r => r.Row).ShouldBe([2, 4]);
        items.Events().Select(e => e.Id).ShouldBe(["2", "4"]);
    }

    [Fact]
    public async Task Text_after_a_closing_quote_is_a_reject()
    {
        var items = await Of("id,at,text\n1,2020-01-01,\"a\"b\n2,2020-01-01,c\n");
        (items.Rejects().Single().Code, items.Events().Single().Id).ShouldBe(("csv.quote", "2"));
    }

    [Fact]
    public async Task A_row_beyond_all_bounds_is_rejected_with_its_beginning()
    {
        var items = await Of($"id,at,text\n1,2020-01-01,{new string('x', 1_000_000)}\n2,2020-01-01,b\n");
        var reject = items.Rejects().ShouldHaveSingleItem();
        reject.Code.ShouldBe("csv.row-too-long");
        reject.Raw.Length.ShouldBe(LogReject.MaxRawLength);
        reject.Raw.ShouldStartWith("1,2020-01-01,xxx");
        (items.Events().Single().Id, items.Events().Single().Type).ShouldBe(("2", "thing.3"));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf_8_reject_their_row_and_the_map_can_name_the_encoding()
    {
        var bytes = Encoding.Latin1.GetBytes("id,at,text\n1,2020-01-01,Jörg\n2,2020-01-01,Ann\n");
        var items = await Read.Bytes("x.csv", bytes, Read.Map(Map));
        (items.Rejects().Single().Code, items.Events().Single().Id).ShouldBe(("csv.encoding", "2"));
        var map = Read.Map(Map.Replace("\"format\"", "\"csv\": { \"encoding\": \"windows-1252\" }, \"format\""));
        Words((await Read.Bytes("x.csv", bytes, map)).Events()[0]).ShouldBe("Jörg");
    }

    [Fact]
    public async Task Columns_that_the_map_names_and_the_file_lacks_stop_it_with_both_lists()
    {
        var reject = (await Of("id,when,text\n1,2020-01-01,a\n")).Rejects().ShouldHaveSingleItem();
        reject.Code.ShouldBe("csv.columns-missing");
        reject.Reason.ShouldContain("'at'");
        reject.Reason.ShouldContain("id, when, text");
    }

    [Fact]
    public async Task An_empty_file_is_said_to_be_empty() => (await Of("")).Rejects().Single().Code.ShouldBe("file.empty");

    [Fact]
    public async Task Another_delimiter_and_columns_named_by_the_map_are_read()
    {
        var map = Map.Replace("\"format\"", "\"csv\": { \"delimiter\": \";\", \"columns\": [\"id\", \"at\", \"text\"] }, \"format\"");
        Words((await Of("1;2020-01-01;a,b\n", map)).Events().Single()).ShouldBe("a,b");
    }

    [Fact]
    public async Task Without_an_id_in_the_map_the_same_row_has_the_same_id_in_every_run()
    {
        var map = Map.Replace("\"id\": \"{id}\",", "");
        var first = (await Of("id,at,text\n1,2020-01-01,a\n2,2020-01-01,b\n", map)).Events().Select(e => e.Id).ToList();
        var again = (await Of("id,at,text\n9,2020-01-01,new\n1,2020-01-01,a\n2,2020-01-01,b\n", map)).Events().Select(e => e.Id).ToList();
        again[1..].ShouldBe(first);
        first[0].ShouldNotBe(first[1]);
    }

    [Fact]
    public async Task An_id_with_a_part_missing_is_a_reject() =>
        (await Of("id,at,text\n,2020-01-01,a\n")).Rejects().Single().Code.ShouldBe("id.missing");

    [Fact]
    public async Task Values_take_the_types_that_the_map_says()
    {
        var map = """
            { "source": "urn:x", "time": "{at}", "type": "a.b", "missing": ["?"], "customer": [{ "type": "mail", "value": "{mail}" }],
              "channel": { "value": "{via}", "lookup": { "Tel*": "phone" }, "otherwise": "other" },
              "data": { "n": { "value": "{n}", "as": "number" }, "b": { "value": "{b}", "as": "bool" }, "t": { "value": "{at}", "as": "time" }, "none": "{none}" } }
            """;
        var items = await Of("at,n,b,none,via,mail\n2020-01-01,1.50,Yes,?,Telefon,a@x\n2020-01-01,many,no,?,Fax,?\n2020-01-01,2,no,?,Fax,?\n", map);
        items.Events()[0].DataText().ShouldBe("""{"n":1.50,"b":true,"t":"2020-01-01T00:00:00Z"}""");
        items.Events()[0].Customer.ShouldBe([new Identifier("mail", "a@x")]);
        items.Events()[0].Channel.ShouldBe("phone");
        items.Rejects().Single().Code.ShouldBe("value.unreadable");
        (items.Events()[1].Channel, items.Events()[1].Customer.Count).ShouldBe(("other", 0));
    }

    [Fact]
    public async Task An_identifier_beyond_its_limit_and_data_beyond_its_limit_are_rejects()
    {
        var map = Map.Replace("\"format\"", "\"customer\": [{ \"type\": \"mail\", \"value\": \"{id}\" }], \"format\"");
        (await Of($"id,at,text\n{new string('1', 600)},2020-01-01,a\n", map)).Rejects().Single().Code.ShouldBe("identifier.unusable");
        (await Of($"id,at,text\n1,2020-01-01,{new string('ü', 200_000)}\n")).Rejects().Single().Code.ShouldBe("event.too-large");
    }

    [Theory]
    [InlineData("   ")]
    [InlineData(",,")]
    [InlineData(" ,\"\",\u00a0")]
    [InlineData("\t,\u3000,\"  \"")]
    public async Task A_row_of_nothing_but_blanks_says_nothing(string blank)
    {
        const string map = """{ "format": "csv", "source": "urn:x", "time": "{at}", "id": "{n}", "type": "x.y", "customer": [{ "type": "crm", "value": "{n}" }], "data": { "t": "{t}" } }""";
        var items = await Read.Text("x.csv", $"at,n,t\n2024-01-01,1,a\n{blank}\n2024-01-02,2,b\n{blank}\n{blank}", map);
        items.Rejects().ShouldBeEmpty();
        items.Events().Select(e => e.Id).ShouldBe(["1", "2"]);
    }
}
