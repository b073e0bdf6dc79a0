using JourneyStore.Events;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Service;

namespace JourneyStore.Tests.Events;

public sealed class FrictionPointsTests
{
    [Fact]
    public void Every_kind_of_friction_weighs_something_and_nothing_more_than_a_complaint()
    {
        foreach (var kind in Enum.GetValues<FrictionKind>())
            FrictionPoints.Of(kind).ShouldBeInRange(1, FrictionPoints.Of(FrictionKind.Complaint));
    }

    [Theory]
    [InlineData("customer", 0)]
    [InlineData("Customer", 0)]
    [InlineData("supplier", 1)]
    [InlineData(null, 1)]
    public void Waiting_for_the_customer_is_no_friction(string? whom, double points) =>
        Of(new TicketWaiting { WaitingFor = whom }).ShouldBe(points);

    [Theory]
    [InlineData("customer", 0)]
    [InlineData("us", 3)]
    [InlineData(null, 3)]
    public void A_customer_who_cancels_has_suffered_nothing_from_us(string? by, double points) => Of(new OrderCancelled { By = by }).ShouldBe(points);

    [Theory]
    [InlineData(4, 10, 4)]
    [InlineData(5, 10, 0)]
    [InlineData(2, 5, 4)]
    [InlineData(3, 5, 0)]
    public void A_mark_in_the_lowest_two_fifths_is_friction(double score, double scale, double points) =>
        Of(new SurveyAnswered { Score = score, Scale = scale }).ShouldBe(points);

    [Fact]
    public void A_type_outside_the_catalogue_is_no_friction() => FrictionPoints.Of(new Story().Step("Wait", "1").Last).ShouldBe(0);

    private static double Of(IEventBody body) => FrictionPoints.Of(new Story().Happens(body).Last);
}
