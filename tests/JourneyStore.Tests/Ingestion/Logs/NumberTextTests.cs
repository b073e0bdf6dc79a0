using System.Text.Json;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class NumberTextTests
{
    private const string Map = """
        { "format": "csv", "source": "urn:x", "time": "{at}", "id": "{n}", "type": "x.y", "customer": [{ "type": "crm", "value": "{n}" }], "data": { "n": { "value": "{n}", "as": "number" }, "t": "{n}" } }
        """;

    [Theory]
    [InlineData("123456789012345678901234567890123456789012", "123456789012345678901234567890123456789012")]
    [InlineData("-0.1234567890123456789012345678901234567890", "-0.1234567890123456789012345678901234567890")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1.50", "1.50")]
    [InlineData("+007", "7")]
    [InlineData("-.5", "-0.5")]
    [InlineData("3.", "3")]
    [InlineData("1E+400", "1e400")]
    [InlineData("6.02e-23", "6.02e-23")]
    [InlineData("000", "0")]
    public async Task A_number_of_any_length_is_kept_to_its_last_digit(string text, string json)
    {
        var e = (await Read.Text("x.csv", $"at,n\n2024-01-01,{text}\n", Map)).Events().ShouldHaveSingleItem();
        e.DataJson().GetProperty("n").GetRawText().ShouldBe(json);
        e.DataJson().GetProperty("t").GetString().ShouldBe(text);
        (e.Id, e.Customer[0].Value).ShouldBe((text, text));
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData("12a")]
    [InlineData("1e")]
    [InlineData(".")]
    [InlineData("--1")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    public async Task What_is_no_number_is_a_reject_and_never_half_a_number(string text) =>
        (await Read.Text("x.csv", $"at,n\n2024-01-01,\"{text}\"\n", Map)).Rejects().Single().Code.ShouldBe("value.unreadable");

    [Theory]
    [InlineData(",", "12,5", "12.5")]
    [InlineData(",", "1.234.567,50", "1234567.50")]
    [InlineData(",", "1\u202f234,5", "1234.5")]
    [InlineData(",", "-1\u00a0234", "-1234")]
    [InlineData(",", "\u22125,0", "-5.0")]
    [InlineData(",", "123456789012345678901234567890,25", "123456789012345678901234567890.25")]
    [InlineData(",", "1.234", "1234")]
    [InlineData(",", "6,02e-23", "6.02e-23")]
    [InlineData(".", "1,234.50", "1234.50")]
    [InlineData(".", "1'234.50", "1234.50")]
    [InlineData(".", "1\u2019234\u2019567", "1234567")]
    [InlineData(".", "1.5", "1.5")]
    public async Task A_number_is_read_as_its_country_writes_it_when_the_map_says_so(string point, string text, string json) =>
        (await Read.Text("x.csv", $"at,n\n2024-01-01,\"{text}\"\n", Local(point))).Events().ShouldHaveSingleItem().DataJson().GetProperty("n").GetRawText().ShouldBe(json);

    [Theory]
    [InlineData(",", "1.5")]
    [InlineData(",", "1.23.4")]
    [InlineData(",", "1,2,3")]
    [InlineData(",", "1,234.5")]
    [InlineData(",", "12.34,5")]
    [InlineData(".", "1,23")]
    [InlineData(".", "1,234 567")]
    [InlineData(".", ",")]
    [InlineData(".", "-")]
    public async Task What_is_grouped_in_no_countrys_way_is_a_reject_and_never_another_number(string point, string text) =>
        (await Read.Text("x.csv", $"at,n\n2024-01-01,\"{text}\"\n", Local(point))).Rejects().Single().Code.ShouldBe("value.unreadable");

    [Fact]
    public async Task A_number_that_another_sign_would_make_one_is_refused_with_that_remedy()
    {
        var reject = (await Read.Text("x.csv", "at,n\n2024-01-01,\"12,5\"\n", Map)).Rejects().Single();
        reject.Reason.ShouldBe("'n' is a number by the map, found '12,5'; it is 12.5 when the map says \"decimal\": \",\" of 'n'");
        (await Read.Text("x.csv", "at,n\n2024-01-01,twelve\n", Map)).Rejects().Single().Reason.ShouldEndWith("found 'twelve'");
    }

    [Fact]
    public void Only_a_number_has_a_decimal_sign() =>
        Should.Throw<LogMapException>(() => LogMap.Parse(System.Text.Encoding.UTF8.GetBytes(
            Map.Replace("\"as\": \"number\"", "\"as\": \"bool\", \"decimal\": \",\"")))).Path.ShouldBe("$.data.n.decimal");

    private static string Local(string point) => Map.Replace("\"as\": \"number\"", $"\"as\": \"number\", \"decimal\": \"{point}\"");

    [Fact]
    public async Task Numbers_of_xes_and_ocel_keep_all_their_digits_in_ids_and_data()
    {
        const string big = "340282366920938463463374607431768211457";
        const string map = """{ "source": "urn:x", "id": "{n}", "time": "2024-01-01", "type": "x.y", "data": { "n": { "value": "{n}", "as": "number" } } }""";
        var xes = (await Read.Text("x.xes", $"""<log><trace><event><int key="n" value="{big}"/></event></trace></log>""", map)).Events().Single();
        var ocel = (await Read.Text("x.jsonocel", $$"""{ "objects": [], "events": [{ "id": {{big}}, "type": "a", "attributes": [{ "name": "n", "value": {{big}} }] }] }""", map)).Events().Single();
        foreach (var e in new[] { xes, ocel }) (e.Id, e.DataJson().GetProperty("n").GetRawText()).ShouldBe((big, big));
    }

    [Theory]
    [InlineData("99999999999999999999999999999998", "99999999999999999999999999999999")]
    [InlineData("9", "10")]
    [InlineData("-10", "-9")]
    [InlineData("-1", "0")]
    [InlineData("0.1", "0.11")]
    [InlineData("1e-3", "0.01")]
    [InlineData("1e2", "101")]
    [InlineData(null, "1")]
    [InlineData("1e999", "1e1000")]
    public void Numbers_are_compared_by_all_their_digits(string? less, string more)
    {
        NumberText.Compare(less, more).ShouldBeLessThan(0);
        NumberText.Compare(more, less).ShouldBeGreaterThan(0);
        NumberText.Compare(more, $"+00{more}".Replace("+00-", "-00")).ShouldBe(0);
    }

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("100", "1e2")]
    [InlineData("0", "-0.00")]
    public void One_number_written_twice_is_one_number(string one, string other) => NumberText.Compare(one, other).ShouldBe(0);

    [Fact]
    public async Task A_count_beyond_every_type_rises_and_falls_as_any_other()
    {
        var items = await Read.Text("x.csv", "at,n,m,hops\n2024-01-01,1,0,99999999999999999999999999999998\n2024-01-01,1,1,99999999999999999999999999999999\n2024-01-01,1,2,99999999999999999999999999999998\n", """
            { "format": "csv", "source": "urn:x", "time": "{at}", "caseId": "{n}", "id": "{n}/{m}",
              "states": { "rules": [{ "when": "first", "type": "t.opened" }, { "when": "later", "column": "hops", "rises": true, "type": "t.rose" }, { "when": "later", "column": "hops", "falls": true, "type": "t.fell" }] } }
            """);
        items.Select(i => i.Event?.Type).ShouldBe(["t.opened", "t.rose", "t.fell"]);
    }
}
