using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Contacts;
using JourneyStore.Signals;
using JourneyStore.Views;

namespace JourneyStore.Tests.Events;

/// <summary>An application's own event types take part in views and signals by the roles that they bear; nothing else is to be edited.</summary>
public sealed class RolesTests
{
    [Fact]
    public void A_type_of_an_application_opens_and_closes_cases_and_sets_their_priority()
    {
        var story = new Story().Happens(new ClaimReported { Priority = "high" }, "K1", "claim").Happens(new ClaimReported(), "K2", "claim").Happens(new ClaimPaid(), "K2", "claim");
        story.View(new CustomerProfileProjection()).Cases.Open.ShouldHaveSingleItem().Priority.ShouldBe("high");
    }

    [Fact]
    public void A_type_of_an_application_is_friction_and_a_contact()
    {
        var story = new Story().Happens(new ClaimReported(), "K1", "claim").Happens(new AppraiserMissedAppointment(), "K1", "claim");
        story.Read(new Friction()).Contributions.ShouldHaveSingleItem().What.ShouldBe("The appraiser did not come");
        story.Read(new RepeatContact()).Value.ShouldBe(1);
        story.View(new AttentionProjection()).Because[0].ShouldBe("Heaviest: The appraiser did not come, on 2026-03-02.");
    }

    [EventType("claim.reported")]
    private sealed record ClaimReported : IOpensCase, ISetsPriority, IInboundContact
    {
        public string? Priority { get; init; }

        public string Title => "Claim reported";
    }

    [EventType("claim.paid")]
    private sealed record ClaimPaid : IClosesCase
    {
        public string Title => "Claim paid";
    }

    [EventType("appraiser.missed")]
    private sealed record AppraiserMissedAppointment : IFriction
    {
        public string Title => "The appraiser did not come";

        FrictionKind? IFriction.Friction => FrictionKind.BrokenPromise;
    }
}
