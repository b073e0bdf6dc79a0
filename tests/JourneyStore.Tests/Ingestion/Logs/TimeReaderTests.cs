using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

public class TimeReaderTests
{
    private static async Task<LogItem> One(string text, string time) =>
        (await Read.Text("t.csv", $"t\n\"{text}\"\n", $$"""{ "source": "urn:x", "type": "a.b", "time": {{time}} }""")).ShouldHaveSingleItem();

    private static async Task<string> Utc(string text, string time) =>
        (await One(text, time)).Event!.OccurredAt!.Value.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz");

    [Theory]
    [InlineData("2012-10-09T14:50:17+00:00", "2012-10-09T14:50:17.0000000+00:00")]
    [InlineData("2010-12-30T14:32:00.000+01:00", "2010-12-30T13:32:00.0000000+00:00")]
    [InlineData("2010-12-30T14:32:00.123456789-0330", "2010-12-30T18:02:00.1234567+00:00")]
    [InlineData("2010-12-30 14:32", "2010-12-30T14:32:00.0000000+00:00")]
    [InlineData("2010-12-30 14:32:01 +02", "2010-12-30T12:32:01.0000000+00:00")]
    [InlineData("2010-12-30", "2010-12-30T00:00:00.0000000+00:00")]
    [InlineData("2010-12-30T14:32:00,5z", "2010-12-30T14:32:00.5000000+00:00")]
    public async Task Iso_times_are_read_as_logs_write_them_and_come_out_in_utc(string text, string utc) =>
        (await Utc(text, "\"{t}\"")).ShouldBe(utc);

    [Theory]
    [InlineData("2010-13-01T00:00:00Z")]
    [InlineData("2010-02-30")]
    [InlineData("2010-01-01T24:30")]
    [InlineData("2010-01-01T10:00:00+25:00")]
    [InlineData("2010-01-01T10:00:00 Zulu")]
    [InlineData("0001-01-01T00:00:00+05:00")]
    [InlineData("yesterday")]
    public async Task A_time_that_is_none_is_a_reject_that_shows_what_was_found(string text)
    {
        var reject = (await One(text, "\"{t}\"")).Reject!;
        reject.Code.ShouldBe("time.unreadable");
        reject.Reason.ShouldContain(text);
        reject.Row.ShouldBe(2);
    }

    [Theory]
    [InlineData("29/2/2016 01:16", "2016-02-29T00:16:00.0000000+00:00")]
    [InlineData("5/7/2016 12:00", "2016-07-05T10:00:00.0000000+00:00")]
    public async Task A_clock_without_a_zone_is_read_in_the_maps_zone(string text, string utc) =>
        (await Utc(text, """{ "value": "{t}", "formats": ["d/M/yyyy HH:mm"], "zone": "Europe/Berlin" }""")).ShouldBe(utc);

    [Fact]
    public async Task Of_an_hour_that_the_clock_shows_twice_the_first_is_meant() =>
        (await Utc("2023-10-29 02:30", """{ "value": "{t}", "zone": "Europe/Berlin" }""")).ShouldBe("2023-10-29T00:30:00.0000000+00:00");

    [Fact]
    public async Task An_hour_that_the_clock_skips_is_moved_on_by_the_skip() =>
        (await Utc("2023-03-26 02:30", """{ "value": "{t}", "zone": "Europe/Berlin" }""")).ShouldBe("2023-03-26T01:30:00.0000000+00:00");

    [Fact]
    public async Task A_stated_offset_counts_for_more_than_the_maps_zone() =>
        (await Utc("2023-07-01T12:00:00Z", """{ "value": "{t}", "zone": "Europe/Berlin" }""")).ShouldBe("2023-07-01T12:00:00.0000000+00:00");

    [Theory]
    [InlineData("epoch-seconds", "1700000000.5", "2023-11-14T22:13:20.5000000+00:00")]
    [InlineData("epoch-milliseconds", "1700000000123", "2023-11-14T22:13:20.1230000+00:00")]
    public async Task Numbers_since_1970_are_times_when_the_map_says_so(string format, string text, string utc) =>
        (await Utc(text, $$"""{ "value": "{t}", "formats": ["{{format}}"] }""")).ShouldBe(utc);

    [Fact]
    public async Task The_first_format_that_fits_counts() =>
        (await Utc("03.02.2020 10:00 +01:00", """{ "value": "{t}", "formats": ["iso", "dd.MM.yyyy HH:mm zzz"] }""")).ShouldBe("2020-02-03T09:00:00.0000000+00:00");

    [Fact]
    public async Task A_missing_time_is_a_reject_and_never_the_time_of_import() =>
        (await One("", "\"{t}\"")).Reject!.Code.ShouldBe("time.missing");

    private const string Mixed = """
        { "value": "{t}", "zone": "Europe/Berlin",
          "formats": ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm zzz", "d.M.yyyy 'Uhrzeit' HH:mm", "d.M.yyyy 'K' HH:mm", "dd MMM yyyy HH:mm:ss 'GMT'", "u", "R", "yyyyMMddHHmmss", "HH:mm:ss dd/MM/yyyy", "d.M.yyyy H 'Uhr'"] }
        """;

    [Theory]
    [InlineData("2024-07-01T12:00:00", "2024-07-01T10:00:00")]
    [InlineData("2024-07-01T12:00:00+02:00", "2024-07-01T10:00:00")]
    [InlineData("2024-07-01T12:00:00-05:00", "2024-07-01T17:00:00")]
    [InlineData("2024-07-01T12:00:00Z", "2024-07-01T12:00:00")]
    [InlineData("2024-07-01 12:00 +05:30", "2024-07-01T06:30:00")]
    [InlineData("1.7.2024 Uhrzeit 12:00", "2024-07-01T10:00:00")]
    [InlineData("1.7.2024 K 12:00", "2024-07-01T10:00:00")]
    [InlineData("01 Jul 2024 12:00:00 GMT", "2024-07-01T10:00:00")]
    [InlineData("2024-07-01 12:00:00Z", "2024-07-01T12:00:00")]
    [InlineData("Mon, 01 Jul 2024 12:00:00 GMT", "2024-07-01T12:00:00")]
    public async Task An_offset_counts_where_the_text_states_one_and_else_the_maps_zone_value_by_value(string text, string utc) =>
        (await Utc(text, Mixed)).ShouldStartWith(utc);

    [Theory]
    [InlineData("2024-03-01T24:00:00+01:00", "2024-03-01T23:00:00.0000000+00:00")]
    [InlineData("2024-02-28T24:00", "2024-02-29T00:00:00.0000000+00:00")]
    [InlineData("2024-12-31 24:00:00.000", "2025-01-01T00:00:00.0000000+00:00")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999990+00:00")]
    [InlineData("2016-12-31T23:59:60.25Z", "2016-12-31T23:59:59.9999990+00:00")]
    [InlineData("2017-01-01T05:29:60+05:30", "2016-12-31T23:59:59.9999990+00:00")]
    [InlineData("2015-06-30 23:59:60", "2015-06-30T23:59:59.9999990+00:00")]
    public async Task The_end_of_a_day_and_a_leap_second_are_read(string text, string utc) => (await Utc(text, "\"{t}\"")).ShouldBe(utc);

    [Theory]
    [InlineData("20240301240000", "2024-03-01T23:00:00.0000000+00:00")]
    [InlineData("24:00:00 29/02/2024", "2024-02-29T23:00:00.0000000+00:00")]
    [InlineData("24.2.2024 24 Uhr", "2024-02-24T23:00:00.0000000+00:00")]
    [InlineData("1.3.2024 Uhrzeit 24:00", "2024-03-01T23:00:00.0000000+00:00")]
    [InlineData("2024-03-01T24:00:00Z", "2024-03-02T00:00:00.0000000+00:00")]
    [InlineData("20170101005960", "2016-12-31T23:59:59.9999990+00:00")]
    [InlineData("18:59:60 31/12/2016 ", null)]
    [InlineData("2016-12-31T18:59:60-05:00", "2016-12-31T23:59:59.9999990+00:00")]
    [InlineData("20240301240001", null)]
    [InlineData("24:30:00 29/02/2024", null)]
    [InlineData("20240301121060", null)]
    public async Task They_are_read_in_every_other_format_too(string text, string? utc)
    {
        if (utc is null) (await One(text, Mixed)).Reject!.Code.ShouldBe("time.unreadable");
        else (await Utc(text, Mixed)).ShouldBe(utc);
    }

    [Theory]
    [InlineData("2010-01-01T24:00:01")]
    [InlineData("2010-01-01T24:00:00.001")]
    [InlineData("2010-01-01T25:00")]
    [InlineData("2010-01-01T10:15:60Z")]
    [InlineData("2016-12-31T23:59:60+01:00")]
    [InlineData("2016-12-31T23:59:61Z")]
    [InlineData("9999-12-31T24:00:00")]
    public async Task An_hour_or_a_second_that_no_clock_shows_is_a_reject(string text) =>
        (await One(text, "\"{t}\"")).Reject!.Code.ShouldBe("time.unreadable");

    [Fact]
    public async Task They_are_read_in_xes_ocel_and_data_alike()
    {
        const string xes = """<log><trace><event><date key="time:timestamp" value="2024-03-01T24:00:00+01:00"/><string key="due" value="2016-12-31T23:59:60Z"/></event></trace></log>""";
        var e = (await Read.Text("x.xes", xes, """{ "source": "urn:x", "type": "a.b", "data": { "due": { "value": "{due}", "as": "time" } } }""")).Events().Single();
        e.OccurredAt.ShouldBe(new DateTimeOffset(2024, 3, 1, 23, 0, 0, TimeSpan.Zero));
        e.DataText().ShouldBe("""{"due":"2016-12-31T23:59:59.999999Z"}""");
        const string ocel = """{ "objects": [], "events": [{ "id": "1", "type": "a", "time": "2024-03-01T24:00:00+01:00" }] }""";
        (await Read.Text("x.jsonocel", ocel, """{ "source": "urn:x", "type": "a.b" }""")).Events().Single().OccurredAt.ShouldBe(e.OccurredAt);
    }

    [Fact]
    public void A_format_that_is_none_is_told_with_the_map() =>
        Should.Throw<LogMapException>(() => Read.Map("""{ "source": "urn:x", "type": "a.b", "time": { "value": "{t}", "formats": ["iso", "yyyy-MM-dd'T"] } }""")).Path.ShouldBe("$.time.formats");
}
