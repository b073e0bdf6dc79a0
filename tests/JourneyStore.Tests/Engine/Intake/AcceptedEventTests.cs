using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;

namespace JourneyStore.Tests.Engine.Intake;

/// <summary>By which names an event asks whose it is.</summary>
public sealed class AcceptedEventTests
{
    private static readonly IdentityRules Rules = IdentityRules.Read("""{ "card": { "priority": 35 } }""");

    [Fact]
    public void Names_go_by_their_priority_and_of_one_priority_by_their_order()
    {
        var accepted = Of("anonymous:a", "login:x", "email:B@example.org", "phone:1", "email:a@example.org", "card:1", "email:b@example.org", "device:d", "crm:7", "anonymous:b");
        accepted.Identifiers.Select(identifier => identifier.Identifier).ShouldBe(
            ["crm:7", "card:1", "email:b@example.org", "email:a@example.org", "phone:1", "login:x", "device:d", "anonymous:a", "anonymous:b"]);
        accepted.Blocked.ShouldBeEmpty();
        accepted.IsNameless.ShouldBeFalse();
    }

    [Fact]
    public void What_names_nobody_is_no_name_and_stays_in_the_event()
    {
        var mixed = Of("crm:Unknown", "email:ann@example.org");
        mixed.Identifiers.Select(identifier => identifier.Identifier).ShouldBe(["email:ann@example.org"]);
        mixed.Blocked.ShouldBe([new Identifier("crm", "Unknown")]);
        mixed.Candidate.Customer.Count.ShouldBe(2);
        Of("crm:Unknown", "anonymous:-").ShouldSatisfyAllConditions(one => one.IsNameless.ShouldBeTrue(), one => one.Blocked.Count.ShouldBe(2));
        Of("crm:Unknown", "id:7").ShouldSatisfyAllConditions(one => one.IsNameless.ShouldBeFalse(), one => one.OwnId.ShouldBe("7"));
    }

    private static AcceptedEvent Of(params string[] customer) => new(
        "acme",
        new EventCandidate
        {
            Id = "1", Source = "app", Type = "thing.happened",
            Customer = [.. customer.Select(written => new Identifier(written[..written.IndexOf(':')], written[(written.IndexOf(':') + 1)..]))],
        },
        DateTimeOffset.UnixEpoch, null, null, Rules);
}
