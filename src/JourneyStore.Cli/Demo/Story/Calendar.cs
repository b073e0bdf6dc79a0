namespace JourneyStore.Cli.Demo.Story;

/// <summary>When things happen: people call on workdays, most before noon; warehouses work by day; newsletters go out in the morning.</summary>
internal sealed class Calendar
{
    /// <summary>How long the story is.</summary>
    public const int Days = 120;

    // Monday to Sunday, and the 24 hours of a day (UTC): shares of what customers start.
    private static readonly double[] WeekdayShare = [1.25, 1.1, 1.0, 1.0, 0.9, 0.25, 0.2];
    private static readonly double[] HourShare =
        [0.1, 0.05, 0.05, 0.05, 0.1, 0.3, 0.8, 1.8, 2.8, 3.0, 2.7, 2.2, 1.9, 2.3, 2.4, 2.1, 1.6, 1.1, 0.9, 0.9, 0.8, 0.6, 0.4, 0.2];

    private readonly (int Day, double Weight)[] days;
    private readonly (int Hour, double Weight)[] hours = [.. HourShare.Select((share, hour) => (hour, share))];

    /// <summary>The days before a midnight.</summary>
    /// <param name="end">Midnight UTC at which the story ends.</param>
    public Calendar(DateTimeOffset end)
    {
        End = end;
        Start = end.AddDays(-Days);
        days = [.. Enumerable.Range(0, Days).Select(day => (day, WeekdayShare[Weekday(Start.AddDays(day))]))];
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    /// <summary>A moment at which a customer may well do something.</summary>
    public DateTimeOffset Moment(Random random) =>
        Start.AddDays(random.Weighted(days)).AddHours(random.Weighted(hours)).AddSeconds(random.Next(3_600));

    /// <summary>The next workday, at some hour of it.</summary>
    public DateTimeOffset NextWorkday(DateTimeOffset after, Random random)
    {
        var day = Midnight(after).AddDays(1);
        while (Weekday(day) >= 5) day = day.AddDays(1);
        return day.AddHours(7).AddMinutes(random.Next(600));
    }

    /// <summary>Some workdays before the end, at a time of day: 1 is the last workday of the story.</summary>
    public DateTimeOffset Workday(int before, int hour, int minute)
    {
        var day = End;
        while (before > 0)
        {
            day = day.AddDays(-1);
            if (Weekday(day) < 5) before--;
        }
        return day.AddHours(hour).AddMinutes(minute);
    }

    /// <summary>Some days before the end, at a time of day.</summary>
    public DateTimeOffset Before(double days, int hour, int minute) => End.AddDays(-days).AddHours(hour).AddMinutes(minute);

    private static DateTimeOffset Midnight(DateTimeOffset moment) => new(moment.UtcDateTime.Date, TimeSpan.Zero);

    private static int Weekday(DateTimeOffset day) => ((int)day.DayOfWeek + 6) % 7;
}
