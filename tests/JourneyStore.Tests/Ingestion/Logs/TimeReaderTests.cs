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
}
