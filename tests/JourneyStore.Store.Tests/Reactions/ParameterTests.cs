using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Reading;
using JourneyStore.Events.Service;
using JourneyStore.TestRooms;
using JourneyStore.Views;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace JourneyStore.Store.Tests.Reactions;

/// <summary>What a handler names among its parameters it has: the customer as of the event that it handles, or fresher.</summary>
public sealed class ParameterTests : ReactionTest
{
    private readonly Known known = new();

    [Fact]
    public async Task A_handler_knows_the_customer_as_of_its_event_or_fresher()
    {
        await ServeAsync();
        var stored = await AppendAsync(
            Event($"{Ann},email:ann@example.org", new TicketOpened(), @case: "C1"), Event(Ann, new TicketReassigned { Count = 3 }, @case: "C1"),
            Event(Ann, new TicketEscalated { Reason = "asked" }, @case: "C1"));
        await ToldAsync("curious");
        var knew = known.All.ShouldHaveSingleItem();
        knew.Position.ShouldBe(stored.Results[2].Position!.Value);
        knew.Customer.Position.ShouldBeGreaterThanOrEqualTo(knew.Position);
        (knew.Customer.Customer, knew.Customer.Version).ShouldBe((stored.Results[2].Customer, 3));
        knew.Customer.Identifiers.Select(one => one.ToString()).ShouldBe([Ann, "email:ann@example.org"], ignoreOrder: true);
        knew.Customer.Views.Values.OfType<CustomerProfile>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_signal_and_a_decision_are_those_of_the_customer()
    {
        await ServeAsync();
        await AppendAsync(Event(Ann, new TicketOpened(), @case: "C1"), Event(Ann, new TicketEscalated { Reason = "asked" }, @case: "C1"));
        await ToldAsync("curious");
        var knew = known.All.ShouldHaveSingleItem();
        knew.Friction.ShouldBe(knew.Customer.Signals.Single(signal => signal.Name == "friction"));
        (knew.Decision.Policy, knew.Decision.Customer).ShouldBe(("ticket-routing", knew.Customer.Customer));
        (await Host.Engine.DecisionAsync(Tenant, knew.Decision.DecisionId, Soon)).Outcome.ShouldBe(knew.Decision.Outcome);
    }

    [Fact]
    public async Task A_message_of_the_applications_own_that_is_about_a_customer_has_its_customer_too()
    {
        await ServeAsync();
        var stored = await StoreAsync(Event(Ann, new TicketOpened(), @case: "C1"));
        var bus = Host.Services.GetRequiredService<IServiceScopeFactory>().CreateScope().ServiceProvider.GetRequiredService<IMessageBus>();
        (await bus.InvokeForTenantAsync<Greeting>(Tenant, new Greet(Ref(Ann)), Soon)).Customer.ShouldBe(stored.Customer);
        await Should.ThrowAsync<InvalidOperationException>(bus.InvokeForTenantAsync<Greeting>(Tenant, new GreetNobody(), Soon));
    }

    private Task ServeAsync() => BeginAsync(services: services => services.AddSingleton(known));
}
