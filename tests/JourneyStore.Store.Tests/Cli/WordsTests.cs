using JourneyStore.Cli.Screens;

namespace JourneyStore.Store.Tests.Cli;

public sealed class WordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 10, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "today")]
    [InlineData(1, "yesterday")]
    [InlineData(12, "12 days ago")]
    [InlineData(90, "3 months ago")]
    [InlineData(800, "2 years ago")]
    [InlineData(-1, "tomorrow")]
    [InlineData(-3, "in 3 days")]
    public void Days_are_told_as_they_lie_to_today(int daysBefore, string words) => Words.Ago(Now.AddDays(-daysBefore), Now).ShouldBe(words);

    [Theory]
    [InlineData(99_999, 100_000, "99 %")]
    [InlineData(97, 100, "97 %")]
    [InlineData(4, 4, "100 %")]
    [InlineData(0, 0, "–")]
    public void A_hundred_percent_is_said_only_when_nothing_is_missing(long part, long whole, string words) =>
        Words.Percent(part, whole).ShouldBe(words);

    [Theory]
    [InlineData(0.42, "0.4 s")]
    [InlineData(42, "42 s")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(7_800, "2 h 10 min")]
    [InlineData(518_400, "6 days")]
    public void Spans_are_told_in_the_unit_that_says_something(double seconds, string words) =>
        Words.Span(TimeSpan.FromSeconds(seconds)).ShouldBe(words);

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(93_500_000, "93.5 MB")]
    public void Sizes_are_told_in_decimal_units(long bytes, string words) => Words.Bytes(bytes).ShouldBe(words);
}
