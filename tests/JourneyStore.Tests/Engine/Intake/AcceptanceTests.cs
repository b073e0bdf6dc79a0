using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Events;

namespace JourneyStore.Tests.Engine.Intake;

/// <summary>What holds for every event, also for one that an application made in code.</summary>
public sealed class AcceptanceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Acceptance Door = new(EventCatalog.Discover(typeof(EventCatalog).Assembly), new IntakeOptions(), IdentityRules.Default);
    private static readonly EventCandidate Good = new() { Id = "1", Source = "app", Type = "ticket.opened", Data = "{}"u8.ToArray() };

    [Fact]
    public void Padding_is_nothing_and_blank_is_absent()
    {
        var padded = Good with
        {
            Id = " 1\u00A0", Source = "\u3000app", Type = "ticket.opened ", Process = " incident", CaseId = "\u2003", Activity = "", Actor = "\u200B", Channel = " web ",
            CorrelationId = " ", CausationId = "\t", TraceParent = "", Subject = " s ",
            Customer = [new Identifier("email", " ann@example.org "), new Identifier("email", "ann@example.org"), new Identifier("crm", "7")], Account = [new Identifier("crm", "acme\u3000")],
        };
        var accepted = Taken(padded);
        var found = accepted.Candidate;
        (found.Id, found.Source, found.Type, found.Process, found.Channel, found.Subject).ShouldBe(("1", "app", "ticket.opened", "incident", "web", "s"));
        foreach (var absent in (string?[])[found.CaseId, found.Activity, found.Actor, found.CorrelationId, found.CausationId, found.TraceParent])
            absent.ShouldBeNull();
        found.Customer.ShouldBe([new Identifier("email", "ann@example.org"), new Identifier("crm", "7")]);
        found.Account.ShouldBe([new Identifier("crm", "acme")]);
        accepted.Case.ShouldBeNull();
        accepted.Key.ShouldBe(Taken(Good).Key);
    }

    [Fact]
    public void An_identifier_of_blanks_names_nobody()
    {
        foreach (var blank in (string[])["", "  ", "\u00A0", "\0", "\u200B\u3000"])
            Refused(Good with { Customer = [new Identifier("email", blank)] }).Code.ShouldBe(RejectionCodes.BadCustomer);
        Refused(Good with { Id = "\u3000" }).Code.ShouldBe(RejectionCodes.BadAttribute);
        Refused(Good with { Subject = " " }).Code.ShouldBe(RejectionCodes.BadAttribute);
    }

    [Fact]
    public void What_has_nothing_around_it_is_not_copied() => Taken(Good).Candidate.ShouldBeSameAs(Good);

    [Fact]
    public void A_catalogued_type_is_taken_in_versions_that_are_known()
    {
        var refused = Refused(Good with { SchemaVersion = 2 });
        refused.Code.ShouldBe(RejectionCodes.UnknownSchemaVersion);
        refused.Reason!.ShouldStartWith("ticket.opened: the one schema version that is known is 1, found 2;");
        Taken(Good with { Type = "warehouse.swept", SchemaVersion = 2 }).Body.ShouldBeNull();
    }

    [Fact]
    public void One_property_under_two_names_is_refused() =>
        Refused(Good with { Data = """{"priority":"1","Priority":"9"}"""u8.ToArray() }).Code.ShouldBe(RejectionCodes.DataAmbiguousName);

    [Fact]
    public void A_time_too_far_in_the_future_is_refused_with_the_bound_and_what_to_look_at()
    {
        Taken(Good with { OccurredAt = Now.AddHours(23) }).OccurredAt.ShouldBe(Now.AddHours(23));
        var refused = Refused(Good with { OccurredAt = Now.AddHours(25).AddMicroseconds(7) });
        refused.Code.ShouldBe(RejectionCodes.TimeInFuture);
        refused.Reason.ShouldBe(
            "time is at most 24 h after the time of receipt (2026-03-01T12:00:00Z), found 2026-03-02T13:00:00.000007Z; "
            + "see to the producer's clock and time zone, or send the event when it has occurred");
    }

    private static AcceptedEvent Taken(EventCandidate candidate)
    {
        var (accepted, rejection) = Door.Check("t", candidate, Now);
        rejection?.Reason.ShouldBeNull();
        return accepted.ShouldNotBeNull();
    }

    private static AppendResult Refused(EventCandidate candidate)
    {
        var (accepted, rejection) = Door.Check("t", candidate, Now);
        accepted.ShouldBeNull();
        return rejection.ShouldNotBeNull();
    }
}
