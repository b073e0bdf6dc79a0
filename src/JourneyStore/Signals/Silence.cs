using JourneyStore.Engine.Signals;
using JourneyStore.Events;
using JourneyStore.Events.Cases;

namespace JourneyStore.Signals;

/// <summary>
/// For how long the customer has been left without news: days since the newest event of that open case on which nothing has happened
/// for longest. Days, from 0; 0 without such a case. Cases that are settled, or wait for the customer's own answer, do not count;
/// neither do those untouched for more than a year, which a producer has forgotten to close. Of more than 32 open cases the newest 32 are
/// looked at. Labels: <c>none</c> without a case, <c>fresh</c> below 2 days, <c>quiet</c> from 2, <c>silent</c> from 7.
/// </summary>
public sealed class Silence : Signal<OpenCases>
{
    /// <summary>Most open cases looked at.</summary>
    public const int MostCases = 32;

    /// <summary>From so many days on: quiet.</summary>
    public const double Quiet = 2;

    /// <summary>From so many days on: silent.</summary>
    public const double Silent = 7;

    /// <summary>A case untouched for longer is taken for forgotten.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(365);

    /// <inheritdoc />
    public override string Name => "silence";

    /// <inheritdoc />
    public override string Describes =>
        "Days without news on the open case that has been still for longest: from 0; quiet from 2, silent from 7. "
        + "Cases that wait for the customer do not count.";

    /// <inheritdoc />
    public override OpenCases Start() => new();

    /// <inheritdoc />
    public override OpenCases Apply(OpenCases state, JourneyEvent @event)
    {
        state.Apply(@event, MostCases);
        state.Find(@event.Process, @event.CaseId)?.ForgetAllButSteps();
        return state;
    }

    /// <inheritdoc />
    public override SignalValue Read(OpenCases state, DateTimeOffset asOf)
    {
        var stillest = state.Open
            .Where(c => c.ResolvedAt is null && !c.WaitsForCustomer() && asOf - c.LastStepAt <= Forgotten)
            .MinBy(c => c.LastStepAt);
        if (stillest is null) return new SignalValue(Name, 0, "none", null, [], asOf);
        var days = Math.Max(0, (asOf - stillest.LastStepAt).TotalDays);
        var what = $"nothing on {stillest.CaseId} since: {stillest.LastStep}";
        return new SignalValue(
            Name, days, days < Quiet ? "fresh" : days < Silent ? "quiet" : "silent", stillest.LastStepAt,
            [new Contribution(stillest.LastEventId, stillest.LastPosition, stillest.LastStepAt, days, what)], asOf);
    }
}
