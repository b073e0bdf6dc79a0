using System.Globalization;
using JourneyStore.Engine.Signals;
using JourneyStore.Events;

namespace JourneyStore.Decisions;

/// <summary>Turns of phrase that policies share, also those of an application's own assembly.</summary>
public static class Wording
{
    /// <summary><c>1 contact</c>, <c>3 contacts</c>.</summary>
    public static string Of(double count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:0} {(count == 1 ? one : many)}");

    /// <summary><c>2026-03-05 at 09:00 UTC</c>.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The heaviest event of a signal: <c>Complaint filed: no answer, on 2026-03-05</c>.</summary>
    public static string Heaviest(SignalValue signal) =>
        signal.Contributions.FirstOrDefault(c => c.EventId is not null) is { } heaviest
            ? $"{heaviest.What}, on {EventTitle.Day(heaviest.OccurredAt)}"
            : "many small things";
}
