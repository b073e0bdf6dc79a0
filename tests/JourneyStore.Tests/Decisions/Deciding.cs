using System.Text.Json;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Signals;
using JourneyStore.Signals;
using JourneyStore.Views;

namespace JourneyStore.Tests.Decisions;

/// <summary>Asks a policy what to do for the customer of a story.</summary>
internal static class Deciding
{
    public static Verdict For(this Policy policy, Story story, string facts = "{}")
    {
        var verdict = policy.Decide(Input(story, facts));
        verdict.Reasons.ShouldNotBeEmpty();
        verdict.Reasons.ShouldAllBe(r => r.EndsWith('.'));
        verdict.Evidence.ShouldBeUnique();
        foreach (var e in verdict.Evidence) story.Events.ShouldContain(happened => happened.Id == e.EventId && happened.Position == e.Position);
        return verdict;
    }

    public static DecisionInput Input(Story story, string facts) => new(
        "c1", JsonDocument.Parse(facts).RootElement, story.Now,
        new Dictionary<Type, object> { [typeof(CustomerProfile)] = story.View(new CustomerProfileProjection()) },
        new SignalValue[] { story.Read(new Friction()), story.Read(new SlaBreaches()), story.Read(new RepeatContact()), story.Read(new Silence()) }
            .ToDictionary(s => s.Name));
}
