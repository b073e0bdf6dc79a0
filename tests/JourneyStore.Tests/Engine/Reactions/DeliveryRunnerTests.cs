using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reactions;

namespace JourneyStore.Tests.Engine.Reactions;

public sealed class DeliveryRunnerTests
{
    [Fact]
    public void Pauses_double_from_a_second_to_five_minutes() => Enumerable.Range(1, DeliveryRunner.MostTries)
        .Select(tries => DeliveryRunner.PauseAfter(tries).TotalSeconds).ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);

    [Fact]
    public void The_idempotency_key_is_that_of_the_reaction_and_the_event_for_ever()
    {
        var one = EventKey.OfEvent("acme", "urn:desk", "1");
        var key = EventKey.OfReaction("webhook", one);
        key.ShouldBe(Guid.Parse("40b9e2f1-9823-8785-8130-fcf237df179c"));
        EventKey.OfReaction("another", one).ShouldNotBe(key);
        EventKey.OfReaction("webhook", EventKey.OfEvent("acme", "urn:desk", "2")).ShouldNotBe(key);
        EventKey.OfReaction("webhook", EventKey.OfEvent("other", "urn:desk", "1")).ShouldNotBe(key);
    }
}
