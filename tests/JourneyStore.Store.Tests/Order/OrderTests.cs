using System.Collections.Concurrent;
using JourneyStore.Engine.Log;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Order;

/// <summary>No reader passes an event that may still appear; none waits for one that cannot.</summary>
public sealed class OrderTests : StoreTest
{
    private readonly ConcurrentQueue<JourneyEvent> seen = new();

    [Fact]
    public async Task No_reader_passes_an_event_that_appears_later()
    {
        var following = FollowAsync();
        await using var stalled = await BeginAsync();
        await stalled.DrawAsync();
        var after = await StoreAsync(Event("crm:1", id: "after"));
        after.Position!.Value.ShouldBeGreaterThan(stalled.Position);
        await ShouldNotPassAsync(stalled.Position);

        await stalled.CommitAsync(Tenant);
        await ShouldSeeAsync(following, stalled.Id, "after");
        await ShouldVerifyAsync(after.Position.Value);
    }

    [Fact]
    public async Task No_reader_passes_the_event_of_a_transaction_that_is_younger_than_the_newest_that_has_ended()
    {
        // The older transaction draws the later position and commits first. No transaction as young as the one that stalls has ended, so
        // the snapshot's xmax is the stalled one's own id and its xmin says that nothing older runs: neither tells of the stalled one.
        var following = FollowAsync();
        var older = await BeginAsync();
        await using var stalled = await BeginAsync();
        older.Transaction.ShouldBeLessThan(stalled.Transaction);
        await stalled.DrawAsync();
        await older.DrawAsync();
        await older.CommitAsync(Tenant);
        await older.DisposeAsync();
        await ShouldNotPassAsync(stalled.Position);

        await stalled.CommitAsync(Tenant);
        await ShouldSeeAsync(following, stalled.Id, older.Id);
        await ShouldVerifyAsync(older.Position);
    }

    [Fact]
    public async Task A_place_whose_transaction_was_rolled_back_holds_nobody_up()
    {
        var following = FollowAsync();
        await using var stalled = await BeginAsync();
        await stalled.DrawAsync();
        await StoreAsync(Event("crm:1", id: "one"));
        await ShouldNotPassAsync(stalled.Position);
        await stalled.RollbackAsync();
        await ShouldSeeAsync(following, "one");
        await ShouldVerifyAsync((await StoreAsync(Event("crm:1", id: "two"))).Position!.Value);
    }

    [Fact]
    public async Task A_place_whose_process_died_holds_nobody_up()
    {
        var following = FollowAsync();
        var dying = await BeginAsync();
        await dying.DrawAsync();
        await StoreAsync(Event("crm:1", id: "one"));
        await dying.DieAsync();
        await ShouldSeeAsync(following, "one");
    }

    [Fact]
    public async Task Places_that_died_long_ago_are_passed_at_once_also_by_one_who_starts_anew()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var lost = await BeginAsync();
            await lost.DrawAsync();
            await lost.DrawAsync();
            await lost.RollbackAsync();
            await StoreAsync(Event("crm:1", id: $"{i}"));
        }
        await ShouldSeeAsync(FollowAsync(), "0", "1", "2");
    }

    [Fact]
    public async Task Some_other_transaction_that_stays_open_does_not_hold_up_what_came_before_it()
    {
        var stored = await StoreAsync(Event("crm:1", id: "one"));
        await using var idle = await BeginAsync();
        await ShouldSeeAsync(FollowAsync(), "one");
        await ShouldVerifyAsync(stored.Position!.Value);
    }

    [Fact]
    public async Task Many_that_commit_and_roll_back_in_any_order_are_seen_once_each_and_in_order()
    {
        var chance = new Random(17);
        var following = FollowAsync();
        var open = new List<StallingAppend>();
        var expected = new List<(long Position, string Id)>();
        for (var step = 0; step < 150; step++)
        {
            switch (chance.Next(5))
            {
                case 0 or 1 when open.Count < 8:
                    open.Add(await BeginAsync());
                    break;
                case 2 when open.Find(a => a.Position == 0) is { } undrawn:
                    await undrawn.DrawAsync();
                    break;
                case 3 when open.FindAll(a => a.Position > 0) is { Count: > 0 } drawn:
                    var done = drawn[chance.Next(drawn.Count)];
                    open.Remove(done);
                    if (chance.Next(3) == 0) await done.RollbackAsync();
                    else expected.Add((done.Position, (await done.CommitAsync(Tenant)).Id));
                    await done.DisposeAsync();
                    break;
                default:
                    var stored = await StoreAsync(Event($"crm:{step % 4}", id: $"{step}"));
                    expected.Add((stored.Position!.Value, $"{step}"));
                    break;
            }
        }
        foreach (var left in open) await left.DisposeAsync();
        var last = await StoreAsync(Event("crm:1", id: "last"));
        expected.Add((last.Position!.Value, "last"));
        await ShouldSeeAsync(following, [.. expected.OrderBy(e => e.Position).Select(e => e.Id)]);
        await ShouldVerifyAsync(last.Position.Value);
    }

    [Fact]
    public async Task A_rebuild_waits_for_a_place_that_may_still_be_filled()
    {
        await using var stalled = await BeginAsync();
        await stalled.DrawAsync();
        await StoreAsync(Event("crm:1", id: "after", @case: "C1"));
        var rebuilding = Engine.RebuildAsync("attention", shadow: false, null, Soon);
        // It asks for a bound above the stalled transaction and then waits for that to end: seen by the database, not by a clock.
        await EventuallyAsync(async () => await NextTransactionAsync() > stalled.Transaction + 4, "the rebuild is under way");
        rebuilding.IsCompleted.ShouldBeFalse();
        await stalled.CommitAsync(Tenant);
        (await rebuilding).Promoted.ShouldBeTrue();
        await ShouldVerifyAsync((await StoreAsync(Event("crm:2"))).Position!.Value);
    }

    private StoreHarness Database => (StoreHarness)Harness;

    private async Task<StallingAppend> BeginAsync() => await StallingAppend.BeginAsync(await Database.ConnectAsync());

    private Task FollowAsync() => Task.Run(async () =>
    {
        try
        {
            await foreach (var next in Engine.TailAsync(Tenant, null, 0, Soon)) seen.Enqueue(next);
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    });

    /// <summary>Nobody who reads now, once or again, gets beyond a position; nor has anybody who reads all the time.</summary>
    private async Task ShouldNotPassAsync(long position)
    {
        await using var storage = Harness.OpenDatabase();
        var log = new SafeLog(storage);
        for (var i = 0; i < 3; i++)
        {
            (await log.ReadAsync(0, 500, Soon)).ShouldAllBe(e => e.Position < position);
            // Transactions that begin and end meanwhile say nothing about the one that stalls; and they wake those who follow.
            await StoreAsync(Event("crm:wake", id: $"wake-{position}-{i}") with { Source = "urn:wake" });
        }
        (await log.ReadAsync(0, 500, Soon)).ShouldAllBe(e => e.Position < position);
        seen.ShouldAllBe(e => e.Position < position);
        (await Engine.StatusAsync(Soon)).Projections.Where(p => p.Freshness == "async").ShouldAllBe(p => p.Position < position);
    }

    private async Task ShouldSeeAsync(Task following, params string[] ids)
    {
        await EventuallyAsync(() => Task.FromResult(following.IsFaulted || Seen().Length >= ids.Length), $"{ids.Length} events are seen");
        if (following.IsFaulted) await following;
        Seen().ShouldBe(ids);
        seen.Select(e => e.Position).ShouldBeInOrder(SortDirection.Ascending);

        string[] Seen() => [.. seen.Where(e => e.Source != "urn:wake").Select(e => e.Id)];
    }

    private async Task ShouldVerifyAsync(long position)
    {
        await Engine.WaitForProjectionsAsync(position, Soon);
        // Rows of inline views are the engine's own doing, and appends by hand make none.
        var report = await Engine.VerifyAsync([.. Engine.Views.Where(v => v.Freshness == "async").Select(v => v.Name)], null, Soon);
        report.LogProblems.ShouldBeEmpty();
        foreach (var view in report.Views) view.Different.ShouldBe(0, $"{view.View}: {string.Join("; ", view.Samples)}");
    }

    private async Task<ulong> NextTransactionAsync()
    {
        await using var connection = await Database.ConnectAsync();
        await using var command = new Npgsql.NpgsqlCommand("select pg_current_xact_id()", connection);
        return (ulong)(await command.ExecuteScalarAsync(Soon))!;
    }
}
