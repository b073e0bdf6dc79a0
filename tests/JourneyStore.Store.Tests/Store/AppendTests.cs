using System.Text;
using System.Text.Json;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events.Service;

namespace JourneyStore.Store.Tests.Store;

/// <summary>Accepted means kept, once; and the receipt says the truth.</summary>
public sealed class AppendTests : StoreTest
{
    [Fact]
    public async Task The_receipt_has_one_result_an_event_in_order_and_each_says_what_became_of_it()
    {
        await StoreAsync(Event("email:ann@example.org", id: "before"));
        var receipt = await AppendAsync(
            Event("email:ann@example.org", id: "new"),
            Event("email:ann@example.org", id: "before"),
            Event(null, id: "nobody"),
            Event("email:ann@example.org", id: "bad", at: Time.Now.AddDays(30)),
            Event("email:bob@example.org", id: "other"));

        receipt.Results.Select(r => r.Id).ShouldBe(["new", "before", "nobody", "bad", "other"]);
        receipt.Results.Select(r => r.Status).ShouldBe(
            [AppendStatus.Stored, AppendStatus.Duplicate, AppendStatus.Held, AppendStatus.Rejected, AppendStatus.Stored]);
        receipt.Results.Select(r => r.Code).ShouldBe([null, null, "no-customer", "time-in-future", null]);
        receipt.Results.Select(r => r.Position is not null).ShouldBe([true, true, false, false, true]);
        receipt.Position.ShouldBe(receipt.Results.Max(r => r.Position!)!.Value);
        (await StreamAsync("email:ann@example.org")).Select(e => e.Id).ShouldBe(["before", "new"]);
        (await StreamAsync("email:bob@example.org")).Select(e => e.Id).ShouldBe(["other"]);
    }

    [Fact]
    public async Task Versions_have_no_holes_and_positions_rise_with_them()
    {
        for (var batch = 0; batch < 5; batch++)
            await AppendAsync([.. Enumerable.Range(0, 7).Select(i => Event("email:ann@example.org", at: Time.Now.AddMinutes(-(i * 31 % 7))))]);
        var stream = await StreamAsync("email:ann@example.org");
        stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, 35).Select(i => (long)i));
        stream.Select(e => e.Position).ShouldBeInOrder(SortDirection.Ascending);
        stream.Select(e => e.Position).ShouldBeUnique();
    }

    [Fact]
    public async Task A_large_request_is_stored_like_a_small_one_and_its_repeat_changes_nothing()
    {
        var many = Enumerable.Range(0, 3_000).Select(i => i % 100 == 99 ? Event(null, id: $"{i}")
            : Event($"crm:{i % 7}", new TicketOpened { Priority = "1" }, id: $"{i}", @case: $"C{i}")).ToArray();
        (await AppendAsync(many)).Results.Count(r => r.Status == AppendStatus.Stored).ShouldBe(2_970);
        (await AppendAsync(many)).Results.ShouldAllBe(r => r.Status == AppendStatus.Duplicate);
        var stream = await StreamAsync("crm:3");
        stream.Select(e => e.Id).ShouldBe(Enumerable.Range(0, 3_000).Where(i => i % 7 == 3 && i % 100 != 99).Select(i => $"{i}"));
        stream.ShouldAllBe(e => ((TicketOpened)e.Body!).Priority == "1");
        (await Engine.HeldAsync(Tenant, 100, null, Soon)).Events.Count.ShouldBe(30);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task Another_event_under_an_id_that_is_taken_is_rejected_with_a_code_and_the_stored_one_stays()
    {
        var first = await StoreAsync(Event("crm:1", new TicketOpened { Priority = "1" }, id: "one"));
        var other = Event("crm:1", new TicketOpened { Priority = "2" }, id: "one");
        var result = (await AppendAsync(other)).Results[0];
        (result.Status, result.Code, result.Position).ShouldBe((AppendStatus.Rejected, "id-conflict", null));
        result.Reason.ShouldNotBeNull().ShouldContain($"position {first.Position}");
        (await AppendAsync(Event("crm:2", new TicketOpened { Priority = "1" }, id: "one"))).Results[0].Code.ShouldBe("id-conflict");
        (await AppendAsync(Event("crm:1", new TicketOpened { Priority = "1" }, id: "one"))).Results[0].Status.ShouldBe(AppendStatus.Duplicate);
        ((TicketOpened)(await StreamAsync("crm:1")).ShouldHaveSingleItem().Body!).Priority.ShouldBe("1");
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task Of_two_events_with_one_id_in_one_request_the_first_is_stored_and_the_other_is_rejected()
    {
        var receipt = await AppendAsync(
            Event("crm:1", new TicketOpened { Priority = "1" }, id: "one"), Event("crm:1", new TicketOpened { Priority = "2" }, id: "one"),
            Event("crm:1", new TicketOpened { Priority = "1" }, id: "one"));
        receipt.Results.Select(r => (r.Status, r.Code)).ShouldBe(
            [(AppendStatus.Stored, null), (AppendStatus.Rejected, "id-conflict"), (AppendStatus.Duplicate, null)]);
        (await StreamAsync("crm:1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_returns_the_first_position_for_ever_and_changes_nothing()
    {
        var first = await StoreAsync(Event("email:ann@example.org", new TicketOpened { Priority = "1" }, id: "one", @case: "C1"));
        for (var i = 0; i < 3; i++)
        {
            var again = (await AppendAsync(Event("email:ann@example.org", new TicketOpened { Priority = "1" }, id: "one", @case: "C1"))).Results[0];
            again.ShouldBe(new AppendResult("one", "urn:contract", AppendStatus.Duplicate, first.Position, first.Customer));
        }
        var stored = (await StreamAsync("email:ann@example.org")).ShouldHaveSingleItem();
        stored.Body.ShouldBeOfType<TicketOpened>().Priority.ShouldBe("1");
    }

    [Fact]
    public async Task A_repeat_within_one_request_is_a_duplicate_of_the_first()
    {
        var receipt = await AppendAsync(Event("email:ann@example.org", id: "one"), Event("email:ann@example.org", id: "one"));
        receipt.Results.Select(r => r.Status).ShouldBe([AppendStatus.Stored, AppendStatus.Duplicate]);
        receipt.Results[1].Position.ShouldBe(receipt.Results[0].Position);
        receipt.Results[1].Customer.ShouldBe(receipt.Results[0].Customer);
        (await StreamAsync("email:ann@example.org")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_in_another_process_at_the_same_moment_is_stored_once()
    {
        var other = await SecondEngineAsync();
        for (var round = 0; round < 10; round++)
        {
            var events = Enumerable.Range(0, 20).Select(i => Event($"email:c{i % 3}@example.org", id: $"{round}-{i}")).ToArray();
            var receipts = await Task.WhenAll(AppendToAsync(Engine, events), AppendToAsync(other, [.. events.Reverse()]));
            for (var i = 0; i < events.Length; i++)
            {
                var (one, two) = (receipts[0].Results[i], receipts[1].Results[events.Length - 1 - i]);
                ((AppendStatus[])[one.Status, two.Status]).ShouldBe([AppendStatus.Stored, AppendStatus.Duplicate], ignoreOrder: true);
                one.Position.ShouldBe(two.Position);
                one.Customer.ShouldBe(two.Customer);
            }
        }
        (await StreamAsync("email:c0@example.org")).Count.ShouldBe(70);
        (await Engine.VerifyAsync([], null, Soon)).LogProblems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_callers_and_few_customers_lose_nothing_and_double_nothing()
    {
        var other = await SecondEngineAsync();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async caller =>
        {
            for (var i = 0; i < 15; i++)
            {
                // Half of the events name the customer by one identifier, half by another; every event is sent twice.
                var customer = i % 3;
                var name = caller / 2 % 2 == 0 ? $"email:c{customer}@example.org,crm:{customer}" : $"crm:{customer}";
                var send = Event(name, id: $"{caller / 2}-{i}");
                var result = (await AppendToAsync(caller % 3 == 0 ? other : Engine, send)).Results[0];
                result.Status.ShouldBeOneOf(AppendStatus.Stored, AppendStatus.Duplicate);
            }
        }));
        for (var customer = 0; customer < 3; customer++)
        {
            var stream = await StreamAsync($"crm:{customer}");
            stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, 16 * 5).Select(i => (long)i));
            stream.Select(e => e.Id).ShouldBeUnique();
        }
        (await Engine.VerifyAsync([], null, Soon)).LogProblems.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_two_times_are_kept_apart()
    {
        var occurred = Time.Now.AddDays(-3).AddTicks(1_234_567);
        await StoreAsync(Event("email:ann@example.org", at: occurred.ToOffset(TimeSpan.FromHours(5))));
        var recorded = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        await StoreAsync(Event("email:ann@example.org"));
        var stream = await StreamAsync("email:ann@example.org");
        stream[0].OccurredAt.ShouldBe(occurred.AddTicks(-7), "to the microsecond");
        stream[0].OccurredAt.Offset.ShouldBe(TimeSpan.Zero);
        stream[0].RecordedAt.ShouldBe(recorded);
        stream[1].OccurredAt.ShouldBe(Time.Now, "an event without a time occurred when it was received");
        stream[1].RecordedAt.ShouldBe(Time.Now);
    }

    [Theory]
    [InlineData("""{"b":1,"a":[true,null,{"ü":"\u0041 \"quoted\" 🙂"}],"empty":{},"n":-0.50,"big":12345678901234567890}""")]
    [InlineData("\"text\"")]
    [InlineData("17.250")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Data_is_read_back_as_the_json_that_was_sent(string json)
    {
        await StoreAsync(Event("email:ann@example.org", id: "one") with { Data = Encoding.UTF8.GetBytes(json) });
        var stored = (await StreamAsync("email:ann@example.org")).ShouldHaveSingleItem();
        JsonElement.DeepEquals(JsonElement.Parse(stored.Data.Span), JsonElement.Parse(json)).ShouldBeTrue(Encoding.UTF8.GetString(stored.Data.Span));
    }

    [Fact]
    public async Task The_whole_envelope_is_read_back()
    {
        var sent = Event("email:ann@example.org,crm:7", new TicketOpened { Subject = "wet" }, at: Time.Now.AddMinutes(-1), @case: "C1") with
        {
            Account = [new("crm", "a:1,%")], Activity = "open", Actor = "agent 1", Channel = "phone", CorrelationId = "co", CausationId = "ca",
        };
        await StoreAsync(sent);
        var stored = (await StreamAsync("crm:7")).ShouldHaveSingleItem();
        (stored.Tenant, stored.Source, stored.Id, stored.Type, stored.Process, stored.CaseId, stored.Activity, stored.Actor, stored.Channel)
            .ShouldBe((Tenant, sent.Source, sent.Id, sent.Type, sent.Process, sent.CaseId, sent.Activity, sent.Actor, sent.Channel));
        (stored.CorrelationId, stored.CausationId, stored.SchemaVersion).ShouldBe(("co", "ca", 1));
        stored.Identifiers.ShouldBe(sent.Customer);
        stored.Account.ShouldBe(sent.Account);
        stored.Body.ShouldBe(new TicketOpened { Subject = "wet" });
    }

    [Fact]
    public async Task An_event_without_data_is_read_back_without()
    {
        await StoreAsync(Event("email:ann@example.org"));
        (await StreamAsync("email:ann@example.org"))[0].Data.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_bad_event_is_rejected_with_a_reason_and_the_rest_goes_on()
    {
        var receipt = await AppendAsync(
            Event("email:ann@example.org", id: "a") with { Data = Encoding.UTF8.GetBytes("{") },
            Event("email:ann@example.org", type: "survey.answered") with { Data = Encoding.UTF8.GetBytes("{}") },
            Event("email:ann@example.org", id: "c"));
        receipt.Results.Select(r => r.Status).ShouldBe([AppendStatus.Rejected, AppendStatus.Rejected, AppendStatus.Stored]);
        receipt.Results.Take(2).Select(r => r.Code).ShouldBe(["bad-json", "bad-data"]);
        receipt.Results.Take(2).ShouldAllBe(r => !string.IsNullOrWhiteSpace(r.Reason));
        (await StreamAsync("email:ann@example.org")).Select(e => e.Id).ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_rejected_event_may_come_again_mended()
    {
        (await AppendAsync(Event("id:nobody", id: "one"))).Results[0].Status.ShouldBe(AppendStatus.Rejected);
        await StoreAsync(Event("email:ann@example.org", id: "one"));
    }

    [Fact]
    public async Task A_request_of_no_events_and_one_of_too_many_are_answered()
    {
        (await AppendAsync()).ShouldSatisfyAllConditions(r => r.Results.ShouldBeEmpty(), r => r.Position.ShouldBe(0));
        var many = Enumerable.Range(0, Engine.Intake.MaxEventsPerRequest + 1).Select(i => Event("email:ann@example.org", id: $"{i}")).ToArray();
        (await Should.ThrowAsync<BadParameterException>(() => AppendAsync(many))).Parameter.ShouldBe("events");
    }

    [Fact]
    public async Task Tenants_never_see_each_other_and_the_same_event_in_two_is_two_events()
    {
        var sent = Event("email:ann@example.org", id: "one", @case: "C1");
        var receipts = await Task.WhenAll(
            Engine.AppendAsync(new AppendRequest("north", [sent]), Soon), Engine.AppendAsync(new AppendRequest("south", [sent]), Soon));
        var results = receipts.Select(r => r.Results[0]).ToArray();
        results.ShouldAllBe(r => r.Status == AppendStatus.Stored);
        results[0].Customer.ShouldNotBe(results[1].Customer);
        results[0].Position.ShouldNotBe(results[1].Position);

        (await StreamAsync("email:ann@example.org", "north")).ShouldHaveSingleItem().Customer.ShouldBe(results[0].Customer);
        await Should.ThrowAsync<NotFoundException>(() => StreamAsync("email:ann@example.org", "west"));
        await Should.ThrowAsync<NotFoundException>(() => StreamAsync($"id:{results[0].Customer}", "south"));
        // A case of one tenant tells nothing about the same case of another.
        var nameless = (await Engine.AppendAsync(new AppendRequest("west", [Event(null, @case: "C1")]), Soon)).Results[0];
        nameless.Status.ShouldBe(AppendStatus.Held);
        (await Engine.HeldAsync("north", 10, null, Soon)).Events.ShouldBeEmpty();
    }
}
