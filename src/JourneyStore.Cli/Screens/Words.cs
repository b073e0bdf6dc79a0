using System.Globalization;

namespace JourneyStore.Cli.Screens;

/// <summary>Numbers, times and spans as people read them.</summary>
internal static class Words
{
    /// <summary>12345 as <c>12,345</c>.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>One noun or many: <c>1 event</c>, <c>3 events</c>.</summary>
    public static string Count(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>Per second: <c>12,300/s</c>, below ten with one decimal.</summary>
    public static string Rate(double perSecond) => perSecond.ToString(perSecond < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture) + "/s";

    /// <summary>A share: <c>97 %</c>; 100 only when nothing is missing.</summary>
    public static string Percent(long part, long whole) =>
        whole == 0 ? "–" : $"{(part == whole ? 100 : Math.Min(99, Math.Round(100.0 * part / whole)))} %";

    /// <summary>Points of a contribution: <c>+12.0</c>.</summary>
    public static string Points(double points) => points.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>A signal's value.</summary>
    public static string Value(double value) => value.ToString(value == Math.Floor(value) ? "0" : "0.0", CultureInfo.InvariantCulture);

    /// <summary>One of several scores under each other: always with one decimal.</summary>
    public static string Score(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Bytes: <c>1.4 MB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };

    /// <summary>A span in the unit that says something: <c>0.4 s</c>, <c>42 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>6 days</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalSeconds: < 60 } => $"{span.Seconds} s",
        { TotalMinutes: < 60 } => span.Seconds == 0 ? $"{span.Minutes} min" : $"{span.Minutes} min {span.Seconds} s",
        { TotalHours: < 48 } => span.Minutes == 0 ? $"{(int)span.TotalHours} h" : $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => Count((long)span.TotalDays, "day"),
    };

    /// <summary>A day in the list of days: <c>Mon 2 May 2016</c>.</summary>
    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A date: <c>2016-05-02</c>.</summary>
    public static string Date(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Date and minute, UTC: <c>2016-05-02 13:30</c>.</summary>
    public static string Minute(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Time of day, UTC.</summary>
    public static string Clock(DateTimeOffset moment) => moment.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>How a day lies to now: <c>today</c>, <c>yesterday</c>, <c>12 days ago</c>, <c>in 3 days</c>.</summary>
    public static string Ago(DateTimeOffset moment, DateTimeOffset now) => (now.UtcDateTime.Date - moment.UtcDateTime.Date).Days switch
    {
        0 => "today",
        1 => "yesterday",
        -1 => "tomorrow",
        < 0 and var days => $"in {Count(-days, "day")}",
        < 60 and var days => $"{Count(days, "day")} ago",
        < 730 and var days => $"{Count(days / 30, "month")} ago",
        var days => $"{Count(days / 365, "year")} ago",
    };

    /// <summary>How long something has been: <c>6 days</c>, <c>3 h</c>.</summary>
    public static string For(DateTimeOffset since, DateTimeOffset now) => now <= since ? "just now" : (now - since) switch
    {
        { TotalHours: < 1 } span => $"{Math.Max(1, span.Minutes)} min",
        { TotalDays: < 2 } span => $"{(int)span.TotalHours} h",
        { TotalDays: < 730 } span => Count((long)span.TotalDays, "day"),
        var span => Count((long)(span.TotalDays / 365.25), "year"),
    };

    /// <summary>The text, cut with an ellipsis when it is longer than allowed.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)].TrimEnd() + "…";
}
