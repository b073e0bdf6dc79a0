using JourneyStore.Engine;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Store.Tests.Order;
using Npgsql;
using Xunit.Abstractions;

namespace JourneyStore.Store.Tests.Store.Following;

/// <summary>Async views run in Marten's daemon: what we rely on of it, and what it is relied on for.</summary>
public sealed class DaemonTests(ITestOutputHelper output) : StoreTest
{
    private const int Appends = 100;
    private static readonly TimeSpan VisibleWithin = TimeSpan.FromMilliseconds(50);

    // Marten's own setting would hold everybody up for three seconds.
    private static readonly TimeSpan PassedWithin = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task The_progress_of_an_async_view_is_the_one_that_Marten_knows()
    {
        var stored = await StoreAsync(Event("crm:ann", @case: "C1"));
        await Engine.WaitForProjectionsAsync(stored.Position!.Value, Soon);
        foreach (var view in Engine.Views.Where(view => view.Freshness == "async")) (await ProgressAsync($"{view.Name}:All")).ShouldBe(stored.Position.Value);
        var known = await Engine.Documents.Storage.Database.AllProjectionProgress(token: Soon);
        known.Select(shard => shard.ShardName).ShouldBe(["HighWaterMark", .. Engine.Views.Where(view => view.Freshness == "async").Select(view => $"{view.Name}:All")], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_appended_is_seen_at_once_and_not_when_somebody_polls()
    {
        await Engine.WaitForProjectionsAsync((await StoreAsync(Event("crm:ann"))).Position!.Value, Soon);
        var took = new List<TimeSpan>();
        for (var i = 0; i < Appends; i++)
        {
            var position = (await StoreAsync(Event("crm:ann"))).Position!.Value;
            var from = TimeProvider.System.GetTimestamp();
            while (await ProgressAsync("attention:All") < position) Soon.ThrowIfCancellationRequested();
            took.Add(TimeProvider.System.GetElapsedTime(from));
        }
        took.Sort();
        output.WriteLine($"visible after: median {took[Appends / 2].TotalMilliseconds:0.0} ms, 99 of 100 {took[^2].TotalMilliseconds:0.0} ms");
        took[Appends / 2].ShouldBeLessThan(VisibleWithin);
    }

    [Fact]
    public async Task A_number_that_was_drawn_and_never_stored_holds_up_views_for_a_moment_only()
    {
        await Engine.WaitForProjectionsAsync((await StoreAsync(Event("crm:ann"))).Position!.Value, Soon);
        await using (var lost = await StallingAppend.BeginAsync(await Harness.ConnectAsync())) await (await lost.DrawAsync()).RollbackAsync();
        var from = TimeProvider.System.GetTimestamp();
        await Engine.WaitForProjectionsAsync((await StoreAsync(Event("crm:ann"))).Position!.Value, Soon);
        var took = TimeProvider.System.GetElapsedTime(from);
        output.WriteLine($"passed after {took.TotalMilliseconds:0} ms");
        took.ShouldBeLessThan(PassedWithin);
    }

    [Fact]
    public async Task Whoever_loses_his_lock_loses_and_doubles_nothing()
    {
        var other = await SecondEngineAsync();
        for (var i = 0; i < 3; i++)
        {
            await AppendAsync([.. Enumerable.Range(0, 20).Select(n => Event($"crm:{n % 3}", @case: $"C{n % 4}"))]);
            await Harness.CutOwnershipsAsync();
            await AppendToAsync(other, Event("crm:1", @case: "C1"));
        }
        await Engine.WaitForProjectionsAsync((await Engine.StatusAsync(Soon)).Position, Soon);
        (await Engine.VerifyAsync(null, null, Soon)).Views.ShouldAllBe(view => view.Different == 0);
    }

    [Fact]
    public async Task An_engine_that_does_not_run_projections_leaves_them_to_others()
    {
        await GoOnWithAsync(await SecondEngineAsync(new EngineOptions { RunProjections = false }));
        var position = (await StoreAsync(Event("crm:ann"))).Position!.Value;
        (await Engine.StatusAsync(Soon)).Projections.Single(view => view.Name == "attention").State.ShouldBe("catching-up");
        await SecondEngineAsync();
        await Engine.WaitForProjectionsAsync(position, Soon);
    }

    private async Task<long> ProgressAsync(string name)
    {
        await using var connection = new NpgsqlConnection(Harness.ConnectionString);
        await connection.OpenAsync(Soon);
        await using var command = new NpgsqlCommand("select last_seq_id from mt_event_progression where name = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        return (long)(await command.ExecuteScalarAsync(Soon))!;
    }
}
