using System.Text.Json;
using JourneyStore.Engine.Projections;

namespace JourneyStore.Tests.Engine.Projections;

public sealed class StateJsonTests
{
    [Fact]
    public void What_a_new_object_has_anyway_is_left_out_and_comes_back()
    {
        Written(new State()).ShouldBe("""{"words":["from the start"]}""", "only empty lists are left out");
        Read("{}").ShouldBeEquivalentTo(new State());
    }

    [Fact]
    public void What_differs_from_a_new_object_is_written_even_when_it_is_zero_or_empty()
    {
        var state = new State { Weight = 0, Count = 3, Names = { "a" }, Words = [] };
        Written(state).ShouldBe("""{"count":3,"names":["a"],"words":[],"weight":0}""");
        Read(Written(state)).ShouldBeEquivalentTo(state);
    }

    [Fact]
    public void What_is_required_is_always_written()
    {
        JsonSerializer.Serialize(new Needed { Id = 0 }, StateJson.Options).ShouldBe("""{"id":0}""");
        JsonSerializer.Deserialize<Needed>("""{"id":0}""", StateJson.Options).ShouldNotBeNull().Id.ShouldBe(0);
    }

    [Fact]
    public void Records_without_a_constructor_that_asks_for_nothing_are_written_whole() =>
        JsonSerializer.Serialize(new Mark("", 0), StateJson.Options).ShouldBe("""{"what":"","points":0}""");

    private static string Written(State state) => JsonSerializer.Serialize(state, StateJson.Options);

    private static State Read(string json) => JsonSerializer.Deserialize<State>(json, StateJson.Options)!;

    private sealed record State
    {
        public long Count { get; set; }

        public double Weight { get; set; } = 1;

        public DateTimeOffset At { get; set; }

        public string? Note { get; set; }

        public List<string> Names { get; init; } = [];

        public List<string> Words { get; init; } = ["from the start"];
    }

    private sealed record Needed
    {
        public required int Id { get; init; }
    }

    private sealed record Mark(string What, int Points);
}
