using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Reading;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Persons;

/// <summary>An erasure that is broken off, repeated, refused, or raced by what comes meanwhile.</summary>
public sealed class ErasureTests : StoreTest
{
    private const string Zelda = "email:zelda@geheim.example";

    [Fact]
    public async Task One_that_is_broken_off_at_any_step_is_done_by_whoever_goes_on()
    {
        var step = "";
        var mortal = await SecondEngineAsync(new EngineOptions { ErasureReached = at => Die(at == step) });
        string[] steps = ["begun", "page", "masked", "held", "messages", "refolded", "told"];
        for (var i = 0; i < steps.Length; i++)
        {
            step = steps[i];
            var who = $"email:zelda{i}@geheim.example";
            await AppendToAsync(
                mortal, Event(who, new CustomerIdentified { Name = "zeldaname" }), Event(who, new TicketOpened { Subject = "zeldasubject" }, @case: $"T{i}"),
                Event(null, new CallReceived { Subject = $"for zelda{i}@geheim.example" }, @case: $"H{i}"));
            await mortal.SettleAsync(Soon);
            (await Should.ThrowAsync<OutOfMemoryException>(EraseAsync(mortal, who))).Message.ShouldBe("the end");
            // By the name that is not there any more, which the mark still knows; by a name that is; or by nobody, as below.
            if (i % 3 == 0) (await EraseAsync(Engine, who)).Receipt.DoneAt.ShouldNotBeNull(step);
        }
        step = "";
        (await Engine.ErasuresAsync(Tenant, 100, null, Soon)).Erasures.Count(one => one.DoneAt is null).ShouldBe(4);
        (await Should.ThrowAsync<StoreException>(Engine.RebuildAsync("profile", shadow: true, null, Soon))).Code.ShouldBe("erasure-beside");
        var other = await SecondEngineAsync();
        await EventuallyAsync(
            async () => (await other.ErasuresAsync(Tenant, 100, null, Soon)).Erasures.All(one => one.DoneAt is not null), "a process that starts goes on");
        foreach (var receipt in (await other.ErasuresAsync(Tenant, 100, null, Soon)).Erasures)
            receipt.Counts.ShouldBe(new ErasureCounts(Events: 2, Identifiers: 1, Rows: 3, Held: 1), receipt.Customer);
        await other.SettleAsync(Soon);
        (await Dump.FindAsync(Harness, "geheim", "zeldaname", "zeldasubject")).ShouldBeEmpty();
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task What_comes_meanwhile_and_afterwards_under_the_names_is_somebody_new_in_every_process()
    {
        var other = await SecondEngineAsync();
        JourneyEngine[] both = [Engine, other];
        var zelda = (await StoreAsync(Event(Zelda + ",crm:zelda", new CallReceived { Subject = "before" }))).Customer!;
        foreach (var engine in both)
            foreach (var name in (string[])[Zelda, "crm:zelda"])
            {
                await AppendToAsync(engine, Event(name, new CallReceived { Subject = "before" }));
                await engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon);
            }
        var begun = new TaskCompletionSource();
        var sending = Task.WhenAll(both.SelectMany(engine => Enumerable.Range(0, 8).Select(async lane =>
        {
            var results = new List<AppendResult>();
            for (var i = 0; i < 25; i++)
            {
                if (i == 5) begun.TrySetResult();
                results.Add((await AppendToAsync(engine, Event(lane % 2 == 0 ? Zelda : "crm:zelda", new CallReceived { Subject = $"sent {i}" }))).Results[0]);
            }
            return results;
        })));
        await begun.Task;
        var receipt = (await EraseAsync(Engine, Zelda)).Receipt;
        var sent = (await sending).SelectMany(results => results).ToArray();
        sent.ShouldAllBe(result => result.Status == AppendStatus.Stored);

        // Our own id still leads to the stream, and brings it back into the memory of a process that knew the names.
        foreach (var engine in both)
        {
            (await AppendToAsync(engine, Event($"id:{zelda}"))).Results[0].Customer.ShouldBe(zelda);
            await engine.ContextAsync(Tenant, Ref(zelda), new ContextQuery(), Soon);
            foreach (var name in (string[])[Zelda, "crm:zelda"])
            {
                (await AppendToAsync(engine, Event(name))).Results[0].Customer.ShouldNotBe(zelda);
                (await engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon)).Customer.ShouldNotBe(zelda);
            }
        }
        var stream = await StreamAsync(zelda);
        stream.ShouldAllBe(e => e.Identifiers.All(identifier => identifier.Type == "id"));
        stream.Select(e => e.Body).OfType<CallReceived>().ShouldAllBe(call => call.Subject == null);
        sent.Count(result => result.Customer == zelda).ShouldBe(stream.Count(e => e.Body is CallReceived) - 5);
        receipt.Counts.Events.ShouldBe(stream.Count(e => e.Body is CallReceived));
        await Engine.ShouldVerifyAsync(Soon);
        await Engine.ShouldEqualTheFoldAsync(Tenant, StoreHarness.Rooms, null, Soon);
    }

    [Fact]
    public async Task Whoever_is_erased_is_not_erased_again_until_something_has_come()
    {
        var zelda = (await StoreAsync(Event(Zelda, new TicketOpened { Subject = "zeldasubject" }, @case: "T1"))).Customer!;
        var elsewhere = Engine.EraseAsync("elsewhere", Ref(Zelda), "Kim", "why", dryRun: false, Soon);
        (await Should.ThrowAsync<NotFoundException>(elsewhere)).Code.ShouldBe("unknown-customer");
        foreach (var (by, why, wrong) in (ReadOnlySpan<(string, string, string)>)[(" ", "why", "by"), ("Kim", new string('x', 501), "why")])
            Should.Throw<BadParameterException>(Engine.EraseAsync(Tenant, Ref(Zelda), by, why, dryRun: true, Soon)).Parameter.ShouldBe(wrong);
        var first = await EraseAsync(Engine, Zelda);
        (await Should.ThrowAsync<NotFoundException>(EraseAsync(Engine, Zelda))).Code.ShouldBe("unknown-customer");
        (await EraseAsync(Engine, zelda)).ShouldSatisfyAllConditions(
            again => again.AlreadyErased.ShouldBeTrue(), again => again.Receipt.Id.ShouldBe(first.Receipt.Id));
        (await Engine.EraseAsync(Tenant, Ref(zelda), "Kim", "why", dryRun: true, Soon)).AlreadyErased.ShouldBeTrue();

        // An event without a name goes on in its case, and one with our id in the stream; what they tell is told of the same person.
        (await StoreAsync(Event(null, new TicketResolved { Resolution = "zeldasolved" }, @case: "T1"))).Customer.ShouldBe(zelda);
        (await StoreAsync(Event($"id:{zelda},crm:zeldacrm"))).Customer.ShouldBe(zelda);
        var second = await EraseAsync(Engine, "crm:zeldacrm");
        (second.AlreadyErased, second.Receipt.Counts.Events, second.Receipt.Counts.Identifiers).ShouldBe((false, 2, 1));
        (await Engine.ErasuresAsync(Tenant, 1, null, Soon)).ShouldSatisfyAllConditions(
            page => page.Erasures.ShouldHaveSingleItem().Id.ShouldBe(first.Receipt.Id), page => page.Next.ShouldBe(first.Receipt.Number));
        (await Engine.ErasuresAsync(Tenant, 10, first.Receipt.Number, Soon)).Erasures.ShouldHaveSingleItem().Id.ShouldBe(second.Receipt.Id);
        (await Engine.ErasuresAsync("elsewhere", 10, null, Soon)).Erasures.ShouldBeEmpty();
        await Engine.SettleAsync(Soon);
        (await Dump.FindAsync(Harness, "geheim", "zeldasubject", "zeldasolved", "zeldacrm")).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_waits_for_no_rebuild_and_does_not_pass_one_by()
    {
        await StoreAsync(Event(Zelda, new TicketOpened { Subject = "zeldasubject" }));
        await Engine.RebuildAsync("profile", shadow: true, null, Soon);
        (await Should.ThrowAsync<StoreException>(EraseAsync(Engine, Zelda))).Code.ShouldBe("rebuild-beside");
        await Engine.DiscardAsync("profile", Soon);
        (await EraseAsync(Engine, Zelda)).Receipt.DoneAt.ShouldNotBeNull();
        (await Dump.FindAsync(Harness, "geheim", "zeldasubject")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_view_that_does_not_take_the_events_the_row_goes_and_the_receipt_says_so()
    {
        var bearing = await SecondEngineAsync(rooms: Fragile.Rooms(mended: true));
        await AppendToAsync(bearing, Event(Zelda, type: Fragile.Unbearable), Event(Zelda, new TicketOpened { Subject = "zeldasubject" }));
        await bearing.SettleAsync(Soon);
        var breaking = await SecondEngineAsync(rooms: Fragile.Rooms(mended: false));
        var receipt = (await EraseAsync(breaking, Zelda)).Receipt;
        receipt.WithoutRow.ShouldContain("fragile-inline");
        receipt.DoneAt.ShouldNotBeNull();
        (await Dump.FindAsync(Harness, "geheim", "zeldasubject")).ShouldBeEmpty();
    }

    private Task<ErasureOutcome> EraseAsync(JourneyEngine engine, string who) => engine.EraseAsync(Tenant, Ref(who), "Kim", "her request", dryRun: false, Soon);

    private static void Die(bool now)
    {
        // What no code of ours takes for anything but the end.
        if (now) throw new OutOfMemoryException("the end");
    }
}
