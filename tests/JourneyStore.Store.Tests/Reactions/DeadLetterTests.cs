using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reactions;
using JourneyStore.Events;
using JourneyStore.TestRooms;
using Microsoft.Extensions.DependencyInjection;
using Wolverine.Persistence.Durability;
using Wolverine.Persistence.Durability.DeadLetterManagement;

namespace JourneyStore.Store.Tests.Reactions;

/// <summary>What failed for good is kept visible, holds up nobody, and is told again or thrown away when an operator wants it.</summary>
public sealed class DeadLetterTests : ReactionTest
{
    private static readonly ReactionOptions Hasty = new() { QuickPauses = [TimeSpan.FromMilliseconds(1)], Pauses = [TimeSpan.Zero, TimeSpan.Zero] };

    // The first try, one at once, two later.
    private const int MostTries = 4;

    [Fact]
    public async Task What_fails_for_good_is_listed_and_the_customers_later_events_go_on()
    {
        await LoseAsync("lost");
        await StoreAsync(Event(Ann, id: "later"));
        await ToldAsync();
        Ids().ShouldBe([.. Enumerable.Repeat("lost", MostTries), "later"]);
        (await ReactionAsync()).ShouldSatisfyAllConditions(
            now => now.Dead.ShouldBe(1), now => now.Reason.ShouldBe("InvalidDataException: lost on try 4"), now => now.Waiting.ShouldBe(0));
        await EventuallyAsync(() => Task.FromResult(Host.Engine.Degraded.Count == 1), "the process knows that it is degraded");

        var dead = (await Engine.Dead.ListAsync(Tenant, "outside", 10, null, Soon)).Dead.ShouldHaveSingleItem();
        var call = Outside.Calls[0];
        (dead.Key, dead.Reaction, dead.Customer, dead.Position, dead.EventType, dead.Tries, dead.Reason).ShouldBe(
            (call.Key, "outside", call.Event.Customer, call.Event.Position, "thing.happened", MostTries, "InvalidDataException: lost on try 4"));
        (await Engine.Dead.ListAsync("elsewhere", null, 10, null, Soon)).Dead.ShouldBeEmpty();
        (await Engine.Dead.ListAsync(Tenant, "another", 10, null, Soon)).Dead.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_an_operator_has_tried_again_is_told_with_the_key_that_it_had()
    {
        await LoseAsync("lost");
        Outside.Does = (_, _) => Task.CompletedTask;
        (await Engine.Dead.RetryAsync("elsewhere", null, Soon)).ShouldBe(0);
        (await Engine.Dead.RetryAsync(Tenant, "another", Soon)).ShouldBe(0);
        (await Engine.Dead.RetryAsync(Tenant, "outside", Soon, Guid.Empty)).ShouldBe(0);
        (await Engine.Dead.RetryAsync(Tenant, null, Soon)).ShouldBe(1);
        (await Engine.Dead.RetryAsync(Tenant, null, Soon)).ShouldBe(0, "it is under way");
        await ToldAsync();
        var (first, again) = (Outside.Calls[0], Outside.Calls[^1]);
        (again.Event.Id, again.Key).ShouldBe(("lost", first.Key));
        (again.Event.Position, again.Event.Customer).ShouldBe((first.Event.Position, first.Event.Customer));
        again.Event.Data.ToArray().ShouldBe(first.Event.Data.ToArray());
        (await Engine.Dead.ListAsync(Tenant, null, 10, null, Soon)).Dead.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_fails_again_lies_there_again()
    {
        await LoseAsync("lost");
        (await Engine.Dead.RetryAsync(Tenant, "outside", Soon)).ShouldBe(1);
        await EventuallyAsync(async () => Outside.Calls.Count > MostTries && (await ReactionAsync()).Dead == 1, "it is given up again");
        var dead = (await Engine.Dead.ListAsync(Tenant, "outside", 10, null, Soon)).Dead.ShouldHaveSingleItem();
        (dead.Key, dead.EventType).ShouldBe((Outside.Calls[0].Key, "thing.happened"));
    }

    [Fact]
    public async Task A_typed_message_comes_back_from_the_dead_letters_as_it_was()
    {
        Outside.Does = (call, _) => call.Who == "parcel" && Outside.Calls.Count <= MostTries ? throw new InvalidDataException() : Task.CompletedTask;
        await BeginAsync(options: Hasty);
        var data = """{"parcel":"P-1","worth":40,"unknown":"to us"}"""u8.ToArray();
        await StoreAsync(Event(Ann, id: "lost", type: "parcel.lost", @case: "C1") with { Data = data });
        await EventuallyAsync(async () => (await ReactionAsync("parcel")).Dead == 1, "it is given up");
        (await Engine.Dead.RetryAsync(Tenant, "parcel", Soon)).ShouldBe(1);
        await ToldAsync("parcel");
        var (first, again) = (Outside.Calls[0], Outside.Calls[^1]);
        again.Event.Body.ShouldBe(new ParcelLost { Parcel = "P-1", Worth = 40 });
        Bare(again.Event).ShouldBe(Bare(first.Event));
        again.Event.Identifiers.ShouldBe(first.Event.Identifiers);
        again.Event.Data.ToArray().ShouldBe(first.Event.Data.ToArray());
    }

    [Fact]
    public async Task What_is_thrown_away_is_told_to_nobody()
    {
        await LoseAsync("one", "two", "three");
        (await Engine.Dead.DiscardAsync("elsewhere", null, Soon)).ShouldBe(0);
        (await Engine.Dead.DiscardAsync(Tenant, "outside", Soon, Outside.Calls.First(call => call.Event.Id == "two").Key)).ShouldBe(1);
        (await Engine.Dead.ListAsync(Tenant, null, 10, null, Soon)).Dead.Count.ShouldBe(2);
        (await Engine.Dead.DiscardAsync(Tenant, "outside", Soon)).ShouldBe(2);
        (await Engine.Dead.RetryAsync(Tenant, null, Soon)).ShouldBe(0);
        (await ReactionAsync()).Dead.ShouldBe(0);
    }

    [Fact]
    public async Task They_are_listed_in_pages_oldest_first_each_once()
    {
        string[] ids = [.. Enumerable.Range(0, 7).Select(i => $"lost {i}")];
        await LoseAsync(ids);
        var keys = new List<Guid>();
        string? next = null;
        do
        {
            var page = await Engine.Dead.ListAsync(Tenant, null, 3, next, Soon);
            keys.AddRange(page.Dead.Select(dead => dead.Key));
            next = page.Next;
        }
        while (next is not null);
        keys.Count.ShouldBe(ids.Length);
        keys.ShouldBe(Outside.Calls.Select(call => call.Key).Distinct(), ignoreOrder: true);
        await Should.ThrowAsync<BadParameterException>(Engine.Dead.ListAsync(Tenant, null, 3, "7", Soon));
        await Should.ThrowAsync<BadParameterException>(Engine.Dead.ListAsync(Tenant, null, 0, null, Soon));
    }

    [Fact]
    public async Task Wolverines_own_tools_find_them_too()
    {
        await LoseAsync("lost");
        var letters = Host.Services.GetRequiredService<IMessageStore>().DeadLetters;
        var query = new DeadLetterEnvelopeQuery { ReceivedAt = "local://reaction-outside/" };
        var found = (await letters.QueryAsync(query, Soon)).Envelopes.ShouldHaveSingleItem();
        (found.Id, found.ExceptionMessage, found.Envelope.GroupId, found.Envelope.TenantId).ShouldBe(
            (Outside.Calls[0].Key, "lost on try 4", Outside.Calls[0].Event.Customer, Tenant));
    }

    [Fact]
    public async Task A_store_that_no_reaction_ever_served_has_none()
    {
        (await Engine.Dead.ListAsync(Tenant, null, 10, null, Soon)).Dead.ShouldBeEmpty();
        (await Engine.Dead.RetryAsync(Tenant, null, Soon)).ShouldBe(0);
        (await Engine.StatusAsync(Soon)).Reactions.ShouldAllBe(reaction => reaction.Dead == 0 && reaction.Waiting == 0);
    }

    /// <summary>What two events are compared by as a whole.</summary>
    private static JourneyEvent Bare(JourneyEvent @event) => @event with { Body = null, Data = default, Identifiers = [], Account = [] };

    /// <summary>Events on which the handler fails for good.</summary>
    private async Task LoseAsync(params string[] ids)
    {
        Outside.Does = (call, _) =>
            ids.Contains(call.Event.Id) ? throw new InvalidDataException($"{call.Event.Id} on try {call.Try}") : Task.CompletedTask;
        await BeginAsync(options: Hasty);
        foreach (var id in ids) await StoreAsync(Event(Ann, id: id));
        await EventuallyAsync(async () => (await ReactionAsync()).Dead == ids.Length, "all are given up");
    }
}
