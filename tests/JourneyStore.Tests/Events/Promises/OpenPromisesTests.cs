using JourneyStore.Events.Promises;

namespace JourneyStore.Tests.Events.Promises;

public sealed class OpenPromisesTests
{
    [Fact]
    public void A_promise_is_open_until_it_is_kept_or_broken()
    {
        var story = new Story().Happens(new PromiseMade { What = "callback" }, "1").Happens(new PromiseMade { What = "refund" }, "1");
        Of(story).Open.Count.ShouldBe(2);
        Of(story.Happens(new PromiseKept { What = "callback" }, "1")).Open.ShouldHaveSingleItem().What.ShouldBe("refund");
        Of(story.Happens(new PromiseBroken { What = "refund" }, "1")).Open.ShouldBeEmpty();
        (Of(story).Made, Of(story).Kept, Of(story).Broken).ShouldBe((2, 1, 1));
    }

    [Fact]
    public void An_id_tells_two_promises_of_one_kind_apart()
    {
        var story = new Story().Happens(new PromiseMade { PromiseId = "A", What = "callback" }).Happens(new PromiseMade { PromiseId = "B", What = "callback" });
        Of(story.Happens(new PromiseKept { PromiseId = "B" })).Open.ShouldHaveSingleItem().PromiseId.ShouldBe("A");
    }

    [Fact]
    public void A_promise_of_another_case_stays_open()
    {
        var story = new Story().Happens(new PromiseMade { What = "callback" }, "1").Happens(new PromiseKept { What = "callback" }, "2");
        Of(story).Open.Count.ShouldBe(1);
    }

    [Fact]
    public void Keeping_what_was_never_promised_changes_nothing_but_the_count() =>
        Of(new Story().Happens(new PromiseKept { What = "miracle" })).Open.ShouldBeEmpty();

    [Fact]
    public void A_promise_without_a_date_is_never_overdue_and_one_with_a_date_only_after_it()
    {
        var story = new Story();
        story.Happens(new PromiseMade { What = "a" }).Happens(new PromiseMade { What = "b", DueAt = story.Now.AddDays(1) });
        var open = Of(story).Open;
        open[0].IsOverdue(story.Now.AddYears(1)).ShouldBeFalse();
        open[1].IsOverdue(story.Now.AddDays(1)).ShouldBeFalse();
        open[1].IsOverdue(story.Now.AddDays(1.01)).ShouldBeTrue();
    }

    private static OpenPromises Of(Story story)
    {
        var promises = new OpenPromises();
        foreach (var e in story.Events) promises.Apply(e);
        return Stored.AndBack(promises);
    }
}
