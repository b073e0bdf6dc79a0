using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Storage.Checkpoints;
using JourneyStore.Events;
using JourneyStore.Views;

namespace JourneyStore.Tests.Engine.Projections;

public sealed class SettlementRunTests
{
    private const string Ann = "ann";

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_appended_since_in_order_is_folded_and_what_came_late_is_noted()
    {
        var run = Run(version: 4);
        run.GoOn([At(50, version: 5), At(70, version: 7), At(60, version: 6)]);
        (run.Views.Events, run.Seen, run.Late).ShouldBe((7, 7, null));
        run.GoOn([At(80, version: 9), At(35, version: 8), At(15, version: 10)]);
        (run.Views.Events, run.Seen).ShouldBe((8, 10));
        run.Late.ShouldBe(PlaceOf(At(15, version: 10)), "the earliest");
        run.Views.Place.ShouldBe(PlaceOf(At(80, version: 9)));
    }

    [Fact]
    public void A_checkpoint_that_lacks_a_late_event_is_not_sound()
    {
        var run = Run(version: 4);
        run.Sound.Select(one => one.Events).ShouldBe([1, 2, 3, 4]);
        run.GoOn([At(50, version: 5)]);
        run.Sound.Select(one => one.Events).ShouldBe([1, 2, 3, 4, 5]);
        run.GoOn([At(25, version: 6), At(60, version: 7)]);
        run.Sound.Select(one => one.Events).ShouldBe([1, 2], "those of before 25");
    }

    [Fact]
    public void Events_of_one_moment_are_in_the_order_of_their_positions()
    {
        var run = Run(version: 4);
        run.GoOn([At(40, version: 5)]);
        run.Late.ShouldBeNull();
        run.GoOn([At(20, version: 6)]);
        run.Sound.Select(one => one.Events).ShouldBe([1, 2]);
    }

    /// <summary>Four events, of the minutes 10 to 40, and a checkpoint after each.</summary>
    private static SettlementRun Run(int version)
    {
        var views = ViewsFold.From([new CustomerProfileProjection()], Ann, null, default);
        var run = new SettlementRun(views, new CheckpointSpacing(1, 100), new SettlementPlan(version, default, 0, null, 0, 0, null));
        for (var i = 1; i <= version; i++) run.Pass(At(10 * i, i));
        return run;
    }

    private static OccurrencePlace PlaceOf(JourneyEvent @event) => new(@event.OccurredAt, @event.Position);

    private static JourneyEvent At(int minute, long version) => new()
    {
        Position = 100 + version, Tenant = "acme", Customer = Ann, Version = version, Source = "urn:test", Id = $"{version}", Type = "thing.happened",
        OccurredAt = Noon.AddMinutes(minute), RecordedAt = Noon.AddHours(1),
    };
}
