using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Tests.Ingestion.CloudEvents;

public class Rfc3339Tests
{
    [Theory]
    [InlineData("2018-04-05T17:31:00Z", "2018-04-05T17:31:00.0000000")]
    [InlineData("2018-04-05t17:31:00z", "2018-04-05T17:31:00.0000000")]
    [InlineData("2018-04-05T17:31:00.1Z", "2018-04-05T17:31:00.1000000")]
    [InlineData("2018-04-05T17:31:00.123456999Z", "2018-04-05T17:31:00.1234560")]
    [InlineData("2018-04-05T17:31:00.00000000000000000000009Z", "2018-04-05T17:31:00.0000000")]
    [InlineData("2018-04-05T17:31:00+23:59", "2018-04-04T17:32:00.0000000")]
    [InlineData("2018-04-05T17:31:00-14:30", "2018-04-06T08:01:00.0000000")]
    [InlineData("2018-04-05T17:31:00-00:00", "2018-04-05T17:31:00.0000000")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999990")]
    [InlineData("2017-01-01T00:59:60.5+01:00", "2016-12-31T23:59:59.9999990")]
    [InlineData("2016-12-31T23:59:60.999999999Z", "2016-12-31T23:59:59.9999990")]
    [InlineData("2018-04-05T24:00:00Z", "2018-04-06T00:00:00.0000000")]
    [InlineData("2024-02-29T24:00:00.000Z", "2024-03-01T00:00:00.0000000")]
    [InlineData("2018-12-31T24:00:00+01:00", "2018-12-31T23:00:00.0000000")]
    [InlineData("9999-12-31T24:00:00+01:00", "9999-12-31T23:00:00.0000000")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999990")]
    public void Reads_a_moment_in_UTC_to_the_microsecond(string text, string utc)
    {
        Rfc3339.TryParse(text, out var moment).ShouldBeTrue();
        moment.Offset.ShouldBe(TimeSpan.Zero);
        moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff").ShouldBe(utc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2018-04-05")]
    [InlineData("2018-04-05T17:31Z")]
    [InlineData("2018-04-05T17:31:00")]
    [InlineData("2018-04-05 17:31:00Z")]
    [InlineData("2018-04-05T17:31:00.Z")]
    [InlineData("2018-04-05T17:31:00,5Z")]
    [InlineData("2018-04-05T17:31:00+24:00")]
    [InlineData("2018-04-05T17:31:00+01:60")]
    [InlineData("2018-04-05T17:31:00+0100")]
    [InlineData("2018-04-05T17:31:00+01")]
    [InlineData("2018-04-05T17:31:00Z ")]
    [InlineData("2018-04-05T17:31:60Z")]
    [InlineData("2018-04-05T24:00:01Z")]
    [InlineData("2018-04-05T24:01:00Z")]
    [InlineData("2018-04-05T24:00:00.000001Z")]
    [InlineData("2018-04-05T24:00:60Z")]
    [InlineData("2018-04-05T25:00:00Z")]
    [InlineData("9999-12-31T24:00:00Z")]
    [InlineData("2016-12-31T23:59:61Z")]
    [InlineData("2016-12-31T23:59:60+01:00")]
    [InlineData("2018-04-05T17:60:00Z")]
    [InlineData("2018-04-31T00:00:00Z")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2018-13-01T00:00:00Z")]
    [InlineData("2018-00-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("+018-04-05T17:31:00Z")]
    [InlineData("٢٠١٨-04-05T17:31:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void Refuses_what_RFC_3339_does_not_write_or_a_clock_cannot_hold(string text) => Rfc3339.TryParse(text, out _).ShouldBeFalse();
}
