using System.Text.Json;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Feedback;
using JourneyStore.Events.Identity;
using JourneyStore.Events.Orders;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Store.Tests.Reactions;
using Npgsql;

namespace JourneyStore.Store.Tests.Persons;

/// <summary>A person with a life in every corner of the store, and what is left when she is erased.</summary>
public sealed class ErasedEverywhereTests : ReactionTest
{
    private const string Zelda = "email:Zelda@Geheim.example";
    private const string Names = Zelda + ",crm:zeldacrm,phone:+4917155500017";

    // Each stands for a place in which something personal is told.
    private static readonly string[] Secrets =
    [
        "zelda@geheim.example", "zeldacrm", "+4917155500017", "zeldaname", "zeldasubject", "zeldacomment", "zeldafree", "zeldaactor", "zeldaaccount",
        "zeldaextension", "zeldafact", "zeldaunknown", "zeldareason",
    ];

    private static readonly ReactionOptions Hasty = new() { QuickPauses = [], Pauses = [] };

    [Fact]
    public async Task No_table_holds_a_word_of_the_person_and_everything_else_is_as_it_was()
    {
        await LiveAsync();
        var bob = (await StoreAsync(Event("crm:bob", new TicketOpened { Subject = "bobssubject" }, @case: "B1"))).Customer!;
        await AppendAsync(Event($"crm:bob,{Zelda}", new CallReceived { Subject = "bobscall" }));
        await Engine.SettleAsync(Soon);
        var zelda = (await Engine.ContextAsync(Tenant, Ref(Zelda), new ContextQuery(), Soon)).Customer;
        await NoteAsync(zelda);
        var before = await Dump.FindAsync(Harness, Secrets);
        foreach (var secret in Secrets) before.ShouldContain(one => one.StartsWith(secret, StringComparison.Ordinal), secret);
        foreach (var table in (string[])["mt_events", "js_identifiers", "js_conflicts", "js_held", "js_checkpoints", "js_parked", "js_behind", "mt_doc_customerprofile",
            "mt_doc_attentionrow", "mt_doc_customersignals", "wolverine_dead_letters"])
            before.ShouldContain(one => one.EndsWith($" in {table}", StringComparison.Ordinal), table);
        var statistics = await StatisticsAsync();
        var tier = (await ProfileAsync(zelda)).GetProperty("valueTier").GetString();
        var bobs = await TimelineAsync(bob);

        var dry = await Engine.EraseAsync(Tenant, Ref(Zelda), "Kim", "her request", dryRun: true, Soon);
        (await Dump.FindAsync(Harness, Secrets)).ShouldBe(before, "a dry run changes nothing");
        var outcome = await Engine.EraseAsync(Tenant, Ref(Zelda), "Kim", "her request", dryRun: false, Soon);

        outcome.ShouldSatisfyAllConditions(o => o.DryRun.ShouldBeFalse(), o => o.AlreadyErased.ShouldBeFalse());
        var receipt = outcome.Receipt;
        receipt.Counts.ShouldBe(dry.Receipt.Counts);
        receipt.Counts.ShouldSatisfyAllConditions(
            c => c.Events.ShouldBe(97), c => c.Identifiers.ShouldBe(3), c => c.Rows.ShouldBe(3), c => c.Checkpoints.ShouldBeGreaterThan(0),
            c => c.Held.ShouldBe(1), c => c.Messages.ShouldBe(1), c => c.Conflicts.ShouldBe(1), c => c.Notes.ShouldBe(2));
        (receipt.Customer, receipt.By, receipt.Why, receipt.WithoutRow.Count).ShouldBe((zelda, "Kim", "her request", 0));
        receipt.DoneAt.ShouldNotBeNull();
        (await Engine.ErasuresAsync(Tenant, 10, null, Soon)).Erasures.ShouldHaveSingleItem().Id.ShouldBe(receipt.Id);
        await Engine.SettleAsync(Soon);
        // Bob's own event names her, in his words and envelope; that is his.
        (await Dump.FindAsync(Harness, [.. Secrets.Skip(1)])).ShouldBeEmpty();

        (await StatisticsAsync()).ShouldBe(statistics);
        (await ProfileAsync(zelda)).GetProperty("valueTier").GetString().ShouldBe(tier);
        (await TimelineAsync(bob)).ShouldBe(bobs);
        await Engine.ShouldVerifyAsync(Soon);
        await Engine.ShouldEqualTheFoldAsync(Tenant, StoreHarness.Rooms, null, Soon);
        (await StreamAsync(zelda))[^1].Body.ShouldBe(new CustomerErased { ErasureId = receipt.Id });
        foreach (var engine in (JourneyStore.Engine.JourneyEngine[])[Engine, Host.Engine])
            (await Should.ThrowAsync<NotFoundException>(engine.ContextAsync(Tenant, Ref("crm:zeldacrm"), new ContextQuery(), Soon))).Code.ShouldBe("unknown-customer");

        // A repeat is still a repeat; what is new is somebody new.
        (await AppendAsync(Event(Names, new CustomerIdentified { Name = "zeldaname" }, id: "who"))).Results[0]
            .ShouldSatisfyAllConditions(r => r.Status.ShouldBe(AppendStatus.Duplicate), r => r.Customer.ShouldBe(zelda));
        (await StoreAsync(Event(Zelda, new CallReceived()))).Customer.ShouldNotBe(zelda);
    }

    [Fact]
    public async Task What_is_held_is_told_whole_before()
    {
        await LiveAsync();
        await AppendAsync(Event("crm:bob"), Event($"crm:bob,{Zelda}"));
        await Engine.SettleAsync(Soon);
        var zelda = (await Engine.ContextAsync(Tenant, Ref(Zelda), new ContextQuery(), Soon)).Customer;
        await NoteAsync(zelda);
        using var written = new MemoryStream();
        await using (var export = await Engine.OpenExportAsync(Tenant, Ref("crm:zeldacrm"), Soon)) await export.WriteAsync(written, Soon);
        var text = System.Text.Encoding.UTF8.GetString(written.ToArray());
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        foreach (var secret in Secrets) text.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeTrue(secret);
        root.GetProperty("customer").GetString().ShouldBe(zelda);
        root.GetProperty("identifiers").GetArrayLength().ShouldBe(3);
        var events = root.GetProperty("events").EnumerateArray().ToArray();
        events.Select(e => e.GetProperty("version").GetInt64()).ShouldBe(Enumerable.Range(1, 97).Select(i => (long)i));
        var free = events.Single(e => e.GetProperty("envelope").GetProperty("id").GetString() == "free");
        free.GetProperty("data").GetProperty("text").GetString().ShouldBe("zeldafree");
        free.GetProperty("envelope").GetProperty("actor").GetString().ShouldBe("zeldaactor");
        free.GetProperty("recordedAt").GetString().ShouldBe("2026-05-04T08:00:00Z");
        events.Count(e => e.GetProperty("type").GetString() == "decision.made").ShouldBe(1);
        root.GetProperty("views").EnumerateArray().Select(v => v.GetProperty("view").GetString()).ShouldBe(["attention", "profile", "signals"], ignoreOrder: true);
        root.GetProperty("signals").GetArrayLength().ShouldBe(StoreHarness.Rooms.Signals.Count);
        foreach (var (list, count) in (ReadOnlySpan<(string, int)>)[("held", 1), ("messages", 1), ("conflicts", 1), ("parked", 1), ("behind", 1), ("erasures", 0)])
            root.GetProperty(list).GetArrayLength().ShouldBe(count, list);
    }

    private async Task LiveAsync()
    {
        Outside.Does = (call, _) => call.Event.Id == "lost" ? throw new InvalidDataException("not today") : Task.CompletedTask;
        await BeginAsync(options: Hasty);
        var old = Time.Now.AddDays(-60);
        await StoreAsync(Event(Names, new CustomerIdentified { Name = "zeldaname", Tier = "gold" }, at: old, id: "who"));
        await StoreAsync(Event(Zelda, new TicketOpened { Subject = "zeldasubject", Priority = "2" }, at: old.AddHours(1), @case: "T1"));
        await StoreAsync(Event(Zelda, new TicketReassigned { Group = "second" }, at: old.AddHours(2), @case: "T1"));
        await StoreAsync(Event(Zelda, new ComplaintFiled { Subject = "zeldacomment" }, at: Time.Now.AddHours(-2)));
        await StoreAsync(Event(Zelda, new TicketOpened { Subject = "zeldasubject" }, at: Time.Now.AddHours(-1), @case: "T2"));
        await StoreAsync(Event(Zelda, at: old.AddHours(3), id: "free") with
        {
            Data = """{"text":"zeldafree"}"""u8.ToArray(), Actor = "zeldaactor", Account = [new Identifier("org", "zeldaaccount")], Subject = "zeldasubject",
            Extensions = new Dictionary<string, string> { ["more"] = "\"zeldaextension\"" }, CorrelationId = "call of zelda@geheim.example",
        });
        await StoreAsync(Event(Zelda, at: old.AddHours(4), type: "ticket.closed", @case: "T1") with { Data = """{"reason":"zeldareason","own":"zeldaunknown"}"""u8.ToArray() });
        await AppendAsync([.. Enumerable.Range(0, 88).Select(i =>
            Event(Zelda, new OrderPlaced { Amount = 100 + i, Currency = "EUR" }, at: old.AddDays(1 + i / 4.0), @case: $"O{i % 9}"))]);
        await StoreAsync(Event(Zelda, id: "lost") with { Data = """{"text":"zeldafree"}"""u8.ToArray() });
        await EventuallyAsync(async () => (await ReactionAsync()).Dead == 1, "it is given up");
        var facts = JsonElement.Parse("""{"process":"incident","priority":2,"subject":"zeldafact"}""");
        await Engine.DecideAsync(Tenant, "ticket-routing", new DecisionRequest(Zelda, facts), Soon);
        var held = Event(null, new CallReceived { Subject = "for zelda@geheim.example" }, @case: "H1", id: "held") with { Actor = "zeldaactor" };
        (await AppendAsync(held)).Results[0].Status.ShouldBe(AppendStatus.Held);
    }

    /// <summary>What goes wrong elsewhere is told with the reasons for which it did.</summary>
    private async Task NoteAsync(string customer)
    {
        await using var connection = await Harness.ConnectAsync();
        await using var command = new NpgsqlCommand(
            $"""
            insert into js_parked (projection, generation, tenant_id, group_key, subject, seq_id, event_type, reason, since, tries, folded_to)
            values ('gone', 'living', '{Tenant}', '{customer}', '{customer}', 1, 'x', 'zeldareason', now(), 1, 0);
            insert into js_behind (reaction, tenant_id, customer_id, from_version, up_to_version, tries, due_at, reason)
            values ('gone', '{Tenant}', '{customer}', 1, 1, 1, now() + interval '1 year', 'zeldareason')
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> StatisticsAsync()
    {
        var rows = new List<string>();
        foreach (var view in StoreHarness.Rooms.Aggregates)
        {
            await Engine.RebuildAsync(view.Name, shadow: false, null, Soon);
            rows.AddRange((await Engine.ViewAsync(Tenant, view.Name, 1_000, null, Soon)).Rows.Select(row => $"{view.Name} {row.Key} {Tampering.Text(row.Data)}"));
        }
        return string.Join('\n', rows);
    }

    private async Task<JsonElement> ProfileAsync(string customer) =>
        JsonElement.Parse((await Engine.ViewRowAsync(Tenant, "profile", customer, Soon)).Data.Span);

    private async Task<string[]> TimelineAsync(string customer) =>
        [.. (await StreamAsync(customer)).Select(e => $"{e.Position} {e.Id} {e.Title} {string.Join(',', e.Identifiers)} {Tampering.Text(e.Data)}")];
}
