using System.Text.Json;
using System.Text.Json.Nodes;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Replay;
using JourneyStore.Engine.Replay.Diff;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events.Service;
using JourneyStore.Events;
using JourneyStore.Views;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A view built anew equals the one in use, readers see either the old one or the new, and appends go on meanwhile.</summary>
public sealed class RebuildTests : StoreTest
{
    public static TheoryData<string> Views =>
        new(["signals", .. StoreHarness.Rooms.CustomerViews.Select(v => v.Name), .. StoreHarness.Rooms.Aggregates.Select(v => v.Name)]);

    [Theory, MemberData(nameof(Views))]
    public async Task A_rebuild_leaves_every_row_as_it_was(string view)
    {
        await LiveAsync(new Random(1), 200);
        var before = await RowsAsync(view);
        before.ShouldNotBeEmpty();
        var report = await Engine.RebuildAsync(view, shadow: false, null, Soon);
        (report.View, report.Promoted, report.Rows).ShouldBe((view, true, before.Count));
        (await RowsAsync(view)).ShouldBe(before);
        await LiveAsync(new Random(2), 40);
        await ShouldVerifyAsync();
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("attention")]
    [InlineData("processes")]
    public async Task A_rebuild_goes_on_while_events_are_appended(string view)
    {
        await LiveAsync(new Random(3), 300);
        using var stop = new CancellationTokenSource();
        var appending = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await LiveAsync(new Random(1_000 + i), 8, wait: false);
        });
        for (var i = 0; i < 3; i++) (await Engine.RebuildAsync(view, shadow: false, null, Soon)).Promoted.ShouldBeTrue();
        await stop.CancelAsync();
        await appending;
        await ShouldVerifyAsync();
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("attention")]
    [InlineData("steps")]
    public async Task A_shadow_stands_beside_until_it_is_promoted_or_thrown_away(string view)
    {
        await LiveAsync(new Random(4), 120);
        var rows = await RowsAsync(view);
        var shadow = await Engine.RebuildAsync(view, shadow: true, null, Soon);
        shadow.Promoted.ShouldBeFalse();
        shadow.Differences.ShouldNotBeNull().ShouldSatisfyAllConditions(d => d.Different.ShouldBe(0), d => d.Rows.ShouldBe(rows.Count));
        await Engine.DiscardAsync(view, Soon);
        (await Should.ThrowAsync<NotFoundException>(() => Engine.PromoteAsync(view, Soon))).Code.ShouldBe("no-shadow");
        (await Should.ThrowAsync<NotFoundException>(() => Engine.DiscardAsync(view, Soon))).Code.ShouldBe("no-shadow");

        await Engine.RebuildAsync(view, shadow: true, null, Soon);
        await LiveAsync(new Random(5), 50);
        rows = await RowsAsync(view);
        (await Engine.PromoteAsync(view, Soon)).Promoted.ShouldBeTrue();
        await SettleAsync();
        (await RowsAsync(view)).ShouldBe(rows, "what came after the shadow was made is in it");
        await ShouldVerifyAsync();
    }

    [Theory]
    [InlineData("attention")]
    [InlineData("steps")]
    public async Task A_shadow_that_was_broken_off_is_never_put_into_use(string view)
    {
        await LiveAsync(new Random(8), 60);
        var rows = await RowsAsync(view);
        await Engine.RebuildAsync(view, shadow: true, null, Soon);
        // A second one begins in the place of the first, and its process dies.
        await using (var storage = Harness.OpenDatabase())
        {
            var tables = Tampering.TablesOf(Engine);
            await storage.PrepareAsync(tables, Soon);
            await storage.BeginRebuildAsync(tables.Single(table => table.Name == view), fresh: true, Soon);
        }

        (await Should.ThrowAsync<NotFoundException>(() => Engine.PromoteAsync(view, Soon))).Code.ShouldBe("no-shadow");
        (await RowsAsync(view)).ShouldBe(rows);
        (await Engine.RebuildAsync(view, shadow: false, null, Soon)).Promoted.ShouldBeTrue();
        await ShouldVerifyAsync();
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("signals")]
    public async Task A_rebuild_is_not_undone_by_what_an_appending_process_remembers(string view)
    {
        var ann = (await StoreAsync(Event("crm:ann", new TicketOpened { Priority = "1" }))).Customer!;
        var row = Tampering.Text((await Engine.ViewRowAsync(Tenant, view, ann, Soon)).Data);
        await using (var storage = Harness.OpenDatabase())
            await Tampering.OverwriteAsync(storage, Engine, view, Tenant, ann, Tampering.Damage(row), Soon);
        var other = await SecondEngineAsync();
        await AppendToAsync(other, Event("crm:ann", new CallReceived()));
        (await Engine.VerifyAsync([view], null, Soon)).Views[0].Different.ShouldBe(1, "the other process goes on with the row that it found");

        await Engine.RebuildAsync(view, shadow: false, null, Soon);
        await AppendToAsync(other, Event("crm:ann", new CallReceived()));
        await ShouldVerifyAsync();
    }

    [Theory, MemberData(nameof(Views))]
    public async Task A_row_that_was_tampered_with_is_found_and_a_rebuild_mends_it(string view)
    {
        await LiveAsync(new Random(6), 60);
        await ShouldVerifyAsync();
        var (key, original) = (await RowsAsync(view)).First(row => !row.Key.StartsWith("elsewhere ", StringComparison.Ordinal));
        await using (var storage = Harness.OpenDatabase())
            await Tampering.OverwriteAsync(storage, Engine, view, Tenant, key, Tampering.Damage(original), Soon);

        var report = await Engine.VerifyAsync([view], null, Soon);
        report.Clean.ShouldBeFalse();
        var found = report.Views.ShouldHaveSingleItem();
        found.Different.ShouldBe(1);
        found.Samples.ShouldHaveSingleItem().Key.ShouldBe(key);
        var foretold = (await Engine.RebuildAsync(view, shadow: true, null, Soon)).Differences!;
        foretold.Different.ShouldBe(1, "a shadow tells beforehand");
        var sample = foretold.Samples.ShouldHaveSingleItem();
        sample.Key.ShouldBe(key);
        sample.Stored.ShouldNotBeNull().ShouldNotBe(sample.Folded.ShouldNotBeNull());
        await Engine.PromoteAsync(view, Soon);
        (await RowsAsync(view))[key].ShouldBe(original);
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task A_shadow_tells_which_decisions_would_change_and_records_none()
    {
        var ann = (await StoreAsync(Event("crm:ann", new TicketOpened { Priority = "3" }, at: Time.Now.AddHours(-2), @case: "C1"))).Customer!;
        await StoreAsync(Event("crm:bob", new TicketOpened { Priority = "3" }, at: Time.Now.AddHours(-2), @case: "C2"));
        var row = JsonNode.Parse((await Engine.ViewRowAsync(Tenant, "profile", ann, Soon)).Data.Span)!.AsObject();
        row["lastComplaint"] = JsonSerializer.SerializeToNode(new Mention("e", 1, Time.Now.AddDays(-3), "Complaint filed"), RowJson.Options);
        await using (var storage = Harness.OpenDatabase())
            await Tampering.OverwriteAsync(storage, Engine, "profile", Tenant, ann, row.ToJsonString(), Soon);

        var summary = (await Engine.RebuildAsync("profile", shadow: true, null, Soon)).Differences!.Summary!;

        summary.Words.Where(word => word.Kind == "decision").ShouldBe([new WordDiff("decision", "contact-suppression", "suppress", "send", 1)]);
        (summary.Decisions!.Asked, summary.Decisions.Changed).ShouldBe((1, 1));
        summary.Decisions.Samples.ShouldHaveSingleItem().Customer.ShouldBe(ann);
        (await StreamAsync("crm:ann")).Count.ShouldBe(1, "nobody has decided anything");
        (await Engine.RebuildAsync("steps", shadow: true, null, Soon)).Differences!.Summary!.Decisions.ShouldBeNull();
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("attention")]
    [InlineData("processes")]
    [InlineData("steps")]
    public async Task A_rebuild_that_was_broken_off_goes_on_where_it_was_and_misses_nothing_that_came_meanwhile(string view)
    {
        await LiveAsync(new Random(8), 400);
        await Engine.BreakOffRebuildAsync(view, Soon);
        // Late events of customers and cases whose part is done, and customers whom no part knows.
        await LiveAsync(new Random(9), 120);
        await AppendAsync([.. Enumerable.Range(0, 20).Select(i => Event($"crm:new-{i}", at: Time.Now.AddHours(-i), @case: $"C{i}"))]);

        (await Should.ThrowAsync<StoreException>(() => Engine.PromoteAsync(view, Soon))).Code.ShouldBe("shadow-unfinished");
        var report = await Engine.RebuildAsync(view, shadow: false, null, Soon);
        report.Promoted.ShouldBeTrue();
        report.Resumed.ShouldBeGreaterThan(0);
        report.Events.ShouldBeGreaterThan(0);
        await ShouldVerifyAsync();
        (await Engine.RebuildAsync(view, shadow: false, null, Soon)).Resumed.ShouldBe(0, "what came to its end is not gone on with");
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Views_rebuilt_together_are_each_as_they_were()
    {
        await LiveAsync(new Random(11), 200);
        var before = new Dictionary<string, SortedDictionary<string, string>>();
        foreach (var view in Engine.Views) before[view.Name] = await RowsAsync(view.Name);
        var reports = await Engine.RebuildAsync(names: null, new RebuildOptions(), null, Soon);
        reports.Select(report => (report.View, report.Promoted, report.Rows))
            .ShouldBe(Engine.Views.Select(view => (view.Name, true, (long)before[view.Name].Count)));
        foreach (var view in Engine.Views) (await RowsAsync(view.Name)).ShouldBe(before[view.Name], view.Name);
        (await Engine.RebuildAsync(["steps", "profile", "steps"], new RebuildOptions(Shadow: true), null, Soon))
            .Select(report => (report.View, report.Promoted, report.Differences!.Different)).ShouldBe([("steps", false, 0L), ("profile", false, 0L)], "each once, in the order asked for");
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Views_rebuilt_together_go_on_where_they_were_broken_off_also_when_one_had_begun_alone()
    {
        await LiveAsync(new Random(12), 400);
        await Engine.BreakOffRebuildAsync("profile", Soon);
        await LiveAsync(new Random(13), 40);
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Soon))
            await Should.ThrowAsync<OperationCanceledException>(() =>
                Engine.RebuildAsync(names: null, new RebuildOptions(), new StopAt("steps", stop), stop.Token));
        await LiveAsync(new Random(14), 80);

        var reports = (await Engine.RebuildAsync(names: null, new RebuildOptions(), null, Soon)).ToDictionary(report => report.View);
        reports.Values.ShouldAllBe(report => report.Promoted && report.Resumed > 0);
        foreach (var view in (string[])["attention", "profile", "signals"]) reports[view].Events.ShouldBe(0, $"all parts of {view} were done");
        reports["steps"].Events.ShouldBeGreaterThan(0);
        await ShouldVerifyAsync();
        (await Engine.RebuildAsync(names: null, new RebuildOptions(), null, Soon)).ShouldAllBe(report => report.Resumed == 0);
        await ShouldVerifyAsync();
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("processes")]
    public async Task A_fresh_rebuild_and_one_after_a_discard_begin_anew(string view)
    {
        await LiveAsync(new Random(10), 200);
        await Engine.BreakOffRebuildAsync(view, Soon);
        (await Engine.RebuildAsync(view, new RebuildOptions(Fresh: true), null, Soon)).Resumed.ShouldBe(0);
        await ShouldVerifyAsync();
        await Engine.BreakOffRebuildAsync(view, Soon);
        await Engine.DiscardAsync(view, Soon);
        (await Engine.RebuildAsync(view, shadow: true, null, Soon)).Resumed.ShouldBe(0);
        (await Engine.RebuildAsync(view, shadow: true, null, Soon)).Resumed.ShouldBe(0, "a complete shadow is no broken-off rebuild");
        await Engine.PromoteAsync(view, Soon);
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Two_rebuilds_of_one_view_do_not_meet()
    {
        await using var other = Harness.OpenDatabase();
        await using (await other.TryOwnRebuildAsync("profile", Soon))
        {
            (await Should.ThrowAsync<StoreException>(() => Engine.RebuildAsync("profile", false, null, Soon))).Code.ShouldBe("rebuild-met");
            (await Should.ThrowAsync<StoreException>(() => Engine.RebuildAsync(names: null, new RebuildOptions(), null, Soon))).Code.ShouldBe("rebuild-met");
            (await Should.ThrowAsync<NotFoundException>(() => Engine.PromoteAsync("attention", Soon))).Code.ShouldBe("no-shadow", "none of them was begun");
            await Engine.RebuildAsync("signals", false, null, Soon);
        }
        await Engine.RebuildAsync("profile", false, null, Soon);
    }

    [Fact]
    public async Task A_view_that_is_not_there_cannot_be_rebuilt()
    {
        (await Should.ThrowAsync<NotFoundException>(() => Engine.RebuildAsync("nothing", false, null, Soon))).Code.ShouldBe("unknown-view");
        await Should.ThrowAsync<NotFoundException>(async () => await Engine.VerifyAsync(["nothing"], null, Soon));
    }

    [Fact]
    public async Task An_empty_store_can_be_rebuilt_and_verified()
    {
        foreach (var view in Engine.Views) (await Engine.RebuildAsync(view.Name, false, null, Soon)).Rows.ShouldBe(0);
        await ShouldVerifyAsync();
        await LiveAsync(new Random(7), 10);
        await ShouldVerifyAsync();
    }

    private async Task LiveAsync(Random chance, int events, bool wait = true)
    {
        await AppendAsync([.. Enumerable.Range(0, events).Select(_ => Event(
            $"crm:{chance.Next(12)}", Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(300)), @case: $"C{chance.Next(20)}"))]);
        await Engine.AppendAsync(new("elsewhere", [Event("crm:1", Bodies.Any(chance), @case: "C1")]), Soon);
        if (wait) await SettleAsync();
    }

    private async Task SettleAsync() => await Engine.WaitForProjectionsAsync((await Engine.StatusAsync(Soon)).Position, Soon);

    private async Task<SortedDictionary<string, string>> RowsAsync(string view)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in (await Engine.ViewAsync(Tenant, view, 1_000, null, Soon)).Rows) rows.Add(row.Key, Tampering.Text(row.Data));
        foreach (var row in (await Engine.ViewAsync("elsewhere", view, 1_000, null, Soon)).Rows) rows.Add("elsewhere " + row.Key, Tampering.Text(row.Data));
        return rows;
    }

    private async Task ShouldVerifyAsync()
    {
        await SettleAsync();
        var report = await Engine.VerifyAsync(null, null, Soon);
        report.LogProblems.ShouldBeEmpty();
        foreach (var view in report.Views) view.Different.ShouldBe(0, $"{view.View}: {string.Join("; ", view.Samples)}");
        report.Clean.ShouldBeTrue();
    }

    /// <summary>Stops when the pass that serves a view has done its first part.</summary>
    private sealed class StopAt(string view, CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.What.Contains(view, StringComparison.Ordinal)) stop.Cancel();
        }
    }
}
