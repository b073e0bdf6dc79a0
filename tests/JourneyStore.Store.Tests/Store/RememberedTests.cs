using System.Text.Json;
using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events.Service;
using JourneyStore.Views;

namespace JourneyStore.Store.Tests.Store;

/// <summary>What a process remembers of customers makes it faster, and changes no answer: neither what others stored nor what was sent twice is
/// missed.</summary>
public sealed class RememberedTests : StoreTest
{
    private const string Ann = "crm:ann";

    [Fact]
    public async Task Two_processes_that_both_remember_a_customer_leave_no_hole_and_lose_nothing()
    {
        var other = await SecondEngineAsync();
        for (var i = 0; i < 24; i++)
        {
            // Now in turn, now the same one again: what is remembered is sometimes true and sometimes not.
            var engine = i % 3 == 0 ? other : Engine;
            (await AppendToAsync(engine, Event(Ann, new CallReceived()))).Results[0].Status.ShouldBe(AppendStatus.Stored);
        }
        await ShouldBeOneStreamAsync(24);
    }

    [Fact]
    public async Task Two_processes_that_append_to_one_customer_at_once_both_get_through()
    {
        var other = await SecondEngineAsync();
        await StoreAsync(Event(Ann, new CallReceived()));
        await AppendToAsync(other, Event(Ann, new CallReceived()));
        var appends = Enumerable.Range(0, 40).Select(i => AppendToAsync(i % 2 == 0 ? Engine : other, Event(Ann, new CallReceived()))).ToArray();
        foreach (var receipt in await Task.WhenAll(appends)) receipt.Results[0].Status.ShouldBe(AppendStatus.Stored);
        await ShouldBeOneStreamAsync(42);
    }

    [Fact]
    public async Task A_repeat_is_known_though_nothing_was_looked_up()
    {
        await StoreAsync(Event(Ann, new CallReceived(), id: "first"));
        var second = await StoreAsync(Event(Ann, new CallReceived(), id: "second"));

        var receipt = await AppendAsync(Event(Ann, new CallReceived(), id: "third"), Event(Ann, new CallReceived(), id: "second"),
            Event(Ann, new CallReceived(), id: "fourth"));
        receipt.Results.Select(result => result.Status).ShouldBe([AppendStatus.Stored, AppendStatus.Duplicate, AppendStatus.Stored]);
        receipt.Results[1].Position.ShouldBe(second.Position);
        receipt.Results[1].Customer.ShouldBe(second.Customer);
        await ShouldBeOneStreamAsync(4);
    }

    [Fact]
    public async Task An_event_that_another_process_stored_meanwhile_is_a_repeat_here()
    {
        var other = await SecondEngineAsync();
        await StoreAsync(Event(Ann, new CallReceived()));
        await AppendToAsync(other, Event(Ann, new CallReceived(), id: "same"));
        (await AppendAsync(Event(Ann, new CallReceived(), id: "same"))).Results[0].Status.ShouldBe(AppendStatus.Duplicate);
        await ShouldBeOneStreamAsync(2);
    }

    [Fact]
    public async Task An_expected_version_is_judged_by_the_stream_not_by_what_is_remembered()
    {
        var other = await SecondEngineAsync();
        await StoreAsync(Event(Ann, new CallReceived()));
        await AppendToAsync(other, Event(Ann, new CallReceived()));
        (await ExpectingAsync(1)).Status.ShouldBe(AppendStatus.Rejected);
        (await ExpectingAsync(2)).Status.ShouldBe(AppendStatus.Stored);

        async Task<AppendResult> ExpectingAsync(long version) =>
            (await Engine.AppendAsync(new AppendRequest(Tenant, [Event(Ann, new CallReceived())], version), Soon)).Results[0];
    }

    [Fact]
    public async Task A_second_name_of_a_customer_is_never_taken_for_another_ones()
    {
        await StoreAsync(Event(Ann, new CallReceived()));
        var ben = await StoreAsync(Event("crm:ben", new CallReceived()));
        // Told with both names, it goes to the first; the second still names whom it named.
        (await StoreAsync(Event("crm:ann,crm:ben", new CallReceived()))).Customer.ShouldNotBe(ben.Customer);
        (await StoreAsync(Event("crm:ben", new CallReceived()))).Customer.ShouldBe(ben.Customer);
    }

    [Fact]
    public async Task A_context_asked_for_again_shows_what_another_process_has_stored_since()
    {
        var other = await SecondEngineAsync();
        for (var i = 1; i <= 6; i++)
        {
            await AppendToAsync(i % 2 == 0 ? Engine : other, Event(i == 3 ? $"{Ann},email:ann@example.org" : Ann, new CallReceived()));
            foreach (var reader in (JourneyEngine[])[Engine, other, Engine])
            {
                var context = await reader.ContextAsync(Tenant, Ref(Ann), new ContextQuery(), Soon);
                context.Version.ShouldBe(i);
                context.View<CustomerProfile>("profile")!.Events.ShouldBe(i);
                context.Identifiers.Count.ShouldBe(i < 3 ? 1 : 2);
            }
        }
    }

    [Fact]
    public async Task Customers_who_are_asked_for_all_at_once_are_each_shown_as_they_stand()
    {
        var other = await SecondEngineAsync();
        var names = Enumerable.Range(0, 60).Select(i => $"crm:c{i}").ToArray();
        foreach (var name in names) await StoreAsync(Event(name, new CallReceived()));
        (await VersionsAsync()).ShouldAllBe(version => version == 1);
        for (var i = 0; i < names.Length; i += 3) await AppendToAsync(other, Event(names[i], new CallReceived()));
        (await VersionsAsync()).ShouldBe(names.Select((_, i) => i % 3 == 0 ? 2L : 1L));

        async Task<long[]> VersionsAsync() =>
            await Task.WhenAll(names.Select(async name => (await Engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon)).Version));
    }

    [Fact]
    public async Task A_context_asked_for_again_shows_a_row_that_a_rebuild_has_mended()
    {
        var ann = (await StoreAsync(Event(Ann, new CallReceived()))).Customer!;
        var row = Tampering.Text((await Engine.ViewRowAsync(Tenant, "profile", ann, Soon)).Data);
        await using (var storage = Harness.OpenDatabase())
            await Tampering.OverwriteAsync(storage, Engine, "profile", Tenant, ann, row.Replace("\"events\":1", "\"events\":7").Replace("\"events\": 1", "\"events\": 7"), Soon);
        (await EventsAsync()).ShouldBe(7);
        await Engine.RebuildAsync("profile", shadow: false, null, Soon);
        (await EventsAsync()).ShouldBe(1);

        async Task<long> EventsAsync() => (await Engine.ContextAsync(Tenant, Ref(Ann), new ContextQuery(), Soon)).View<CustomerProfile>("profile")!.Events;
    }

    [Fact]
    public async Task A_context_shows_what_was_just_stored_whatever_name_the_customer_is_asked_for_by()
    {
        var forgetful =
            await SecondEngineAsync(new EngineOptions { RememberedContextBytes = 0, Intake = new IntakeOptions { RememberedRowBytes = 0 } });
        var chance = new Random(5);
        var ann = $"id:{(await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddDays(-30)))).Customer}";
        List<string> names = [Ann, ann];
        for (var i = 0; i < 60; i++)
        {
            // Some are late, and some say a name that was not known.
            if (i % 10 == 5) names.Add($"card:{i}");
            await StoreAsync(Event(i % 10 == 5 ? $"{Ann},{names[^1]}"
                : names[chance.Next(names.Count)], Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(400)), @case: $"C{i % 4}"));
            Time.Advance(TimeSpan.FromMinutes(7));
            foreach (var name in (string[])[Ann, ann, names[^1]]) (await TextAsync(Engine, name)).ShouldBe(await TextAsync(forgetful, name));
        }

        async Task<string> TextAsync(JourneyEngine engine, string name)
        {
            var context = await engine.ContextAsync(Tenant, Ref(name), new ContextQuery(), Soon);
            return JsonSerializer.Serialize(context with { Views = context.Views.OrderBy(view => view.Key).ToDictionary() }, ViewJson.Options);
        }
    }

    private async Task ShouldBeOneStreamAsync(int events)
    {
        var stream = await StreamAsync(Ann);
        stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, events).Select(version => (long)version));
        stream.Select(e => e.Position).ShouldBeInOrder();
        (await Engine.VerifyAsync(null, null, Soon)).Clean.ShouldBeTrue();
    }
}
