using JourneyStore.Events;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Orders;

namespace JourneyStore.Tests.Events.Orders;

public sealed class CustomerValueTests
{
    [Fact]
    public void Nothing_known_is_unknown_and_not_standard()
    {
        var story = new Story().Step("Take in charge", "1");
        Of(story).TierAt(story.Now).ShouldBe(ValueTier.Unknown);
    }

    [Theory]
    [InlineData("VIP", ValueTier.Platinum)]
    [InlineData("\u3000gold\u200b", ValueTier.Gold)]
    [InlineData("\u00a0", null)]
    [InlineData("iron", null)]
    public void A_tier_is_read_in_whatever_case_and_padding(string word, ValueTier? tier) => ValueTiers.Read(word).ShouldBe(tier);

    [Theory]
    [InlineData(999.99, ValueTier.Standard)]
    [InlineData(1000, ValueTier.Silver)]
    [InlineData(4999.99, ValueTier.Silver)]
    [InlineData(5000, ValueTier.Gold)]
    [InlineData(20000, ValueTier.Platinum)]
    public void A_tier_begins_at_its_threshold(double spend, ValueTier tier)
    {
        var story = new Story().Happens(Order((decimal)spend));
        Of(story).TierAt(story.Now).ShouldBe(tier);
    }

    [Fact]
    public void What_was_cancelled_or_returned_does_not_count()
    {
        var story = new Story().Happens(Order(6000)).Happens(new OrderCancelled { Amount = 3000 }).Happens(new OrderReturned { Amount = 2500 });
        Of(story).YearlySpend(story.Now).ShouldBe(500);
    }

    [Fact]
    public void An_order_that_is_paid_counts_once()
    {
        var story = new Story().Happens(Order(6000)).Happens(new OrderPaid { Amount = 6000 });
        Of(story).YearlySpend(story.Now).ShouldBe(6000);
    }

    [Fact]
    public void A_log_with_payments_only_is_enough()
    {
        var story = new Story().Happens(new OrderPaid { Amount = 1500 });
        Of(story).TierAt(story.Now).ShouldBe(ValueTier.Silver);
    }

    [Fact]
    public void Spend_of_more_than_a_year_ago_no_longer_counts()
    {
        var story = new Story().Happens(Order(6000));
        Of(story).TierAt(story.Now.AddDays(300)).ShouldBe(ValueTier.Gold);
        Of(story).TierAt(story.Now.AddDays(361)).ShouldBe(ValueTier.Standard);
    }

    [Fact]
    public void A_tier_that_is_told_wins_until_another_is_told()
    {
        var story = new Story().Happens(new CustomerIdentified { Tier = "VIP" }).Happens(Order(10));
        Of(story).TierAt(story.Now).ShouldBe(ValueTier.Platinum);
        story.Happens(new CustomerIdentified { Tier = "nonsense" });
        Of(story).TierAt(story.Now).ShouldBe(ValueTier.Platinum);
        story.Happens(new CustomerIdentified { Tier = "silver" });
        Of(story).TierAt(story.Now).ShouldBe(ValueTier.Silver);
    }

    [Fact]
    public void A_thousand_yen_are_not_a_thousand_pounds()
    {
        var story = new Story().Happens(new OrderPlaced { Amount = 1000, Currency = "jpy" });
        Of(story).YearlySpend(story.Now).ShouldBe(6);
    }

    [Fact]
    public void An_absurd_amount_does_not_overflow()
    {
        var story = new Story();
        for (var i = 0; i < 100; i++) story.Happens(Order(decimal.MaxValue));
        Of(story).TierAt(story.Now).ShouldBe(ValueTier.Platinum);
    }

    [Fact]
    public void Yearly_spend_is_the_sum_of_the_last_twelve_periods_told_plainly()
    {
        var chance = new Chance(4);
        var story = new Story();
        var orders = new List<(DateTimeOffset At, decimal Amount)>();
        for (var i = 0; i < 500; i++)
        {
            story.After(days: chance.Below(5)).Happens(Order(chance.Below(1000)));
            orders.Add((story.Now, ((OrderPlaced)story.Last.Body!).Amount!.Value));
            var firstDay = ((long)(story.Now - DateTimeOffset.UnixEpoch).TotalDays / 30 - 11) * 30;
            var expected = orders.Where(o => (o.At - DateTimeOffset.UnixEpoch).TotalDays >= firstDay).Sum(o => o.Amount);
            if (i % 25 == 0) Of(story).YearlySpend(story.Now).ShouldBe(expected);
        }
        Of(story).Periods.Count.ShouldBe(13);
    }

    private static OrderPlaced Order(decimal amount) => new() { Amount = amount, Currency = "EUR" };

    private static CustomerValue Of(Story story)
    {
        var value = new CustomerValue();
        foreach (var e in story.Events) value.Apply(e);
        return Stored.AndBack(value);
    }
}
