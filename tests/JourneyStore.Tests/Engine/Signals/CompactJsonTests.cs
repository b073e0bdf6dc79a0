using System.Text.Json;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Signals;
using JourneyStore.Signals;

namespace JourneyStore.Tests.Engine.Signals;

/// <summary>What a state keeps many of is written without the names of its values.</summary>
public sealed class CompactJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(2));

    [Fact]
    public void Parts_are_arrays_of_values_and_come_back_as_they_were()
    {
        ShouldComeBack(new ContactSeen("e-1", 7, At, "Called", "T-1", null), $"""["e-1",7,{At.UtcTicks},"Called","T-1",null]""");
        ShouldComeBack(new FrictionMark("e-1", 7, At, 2.5, "Waited"), $"""["e-1",7,{At.UtcTicks},2.5,"Waited"]""");
        ShouldComeBack(new BreachSeen("e-1", 7, At, "Late"), $"""["e-1",7,{At.UtcTicks},"Late"]""");
    }

    [Theory]
    [InlineData("""{"eventId":"e-1"}""")]
    [InlineData("""["e-1",7,1,"Late","and more"]""")]
    [InlineData("""["e-1",7]""")]
    public void What_is_not_as_it_was_written_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<BreachSeen>(json, StateJson.Options));

    private static void ShouldComeBack<T>(T part, string written) where T : ICompact<T>
    {
        var json = JsonSerializer.Serialize(part, StateJson.Options);
        json.ShouldBe(written);
        JsonSerializer.Deserialize<T>(json, StateJson.Options).ShouldBe(part);
    }
}
