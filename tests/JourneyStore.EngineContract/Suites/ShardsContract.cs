using System.Globalization;
using System.Text;
using JourneyStore.Engine;
using JourneyStore.Engine.Storage;
using JourneyStore.EngineContract.Harness;
using JourneyStore.Events;

namespace JourneyStore.EngineContract.Suites;

/// <summary>Processes share the shards of async projections; each shard is one process's at a time, and whoever comes too late writes nothing.</summary>
public abstract class ShardsContract(EngineHarness harness) : Contract(harness)
{
    private static readonly ViewTable Sums = new("sums", "1", null, HasState: true, Async: true, Shards: 4);
    private static readonly GroupKey Row = new(Tenant, "row");

    [Fact]
    public async Task Engines_on_one_store_share_the_shards_about_equally()
    {
        var second = await SecondEngineAsync();
        await ShouldShareAsync(Engine, second);
        var third = await SecondEngineAsync();
        await ShouldShareAsync(Engine, second, third);
        await LiveAsync(new Random(1), 200, Engine, second, third);
        await Engine.ShouldEqualTheFoldAsync(Tenant, EngineHarness.Rooms, null, Soon);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task Shards_go_from_hand_to_hand_while_events_come_and_no_delta_is_lost()
    {
        for (var round = 0; round < 3; round++)
        {
            var other = await SecondEngineAsync();
            var living = LiveAsync(new Random(round), 150, Engine, other);
            await ShouldShareAsync(Engine, other);
            await living;
            await GoOnWithAsync(other);
            await LiveAsync(new Random(100 + round), 50, other);
        }
        await Engine.ShouldEqualTheFoldAsync(Tenant, EngineHarness.Rooms, null, Soon);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task What_an_engine_that_goes_owned_another_takes_over()
    {
        var other = await SecondEngineAsync();
        await ShouldShareAsync(Engine, other);
        await GoOnWithAsync(other);
        await ShouldShareAsync(other);
        await LiveAsync(new Random(2), 60, other);
        await other.ShouldEqualTheFoldAsync(Tenant, EngineHarness.Rooms, null, Soon);
    }

    [Fact]
    public async Task Engines_that_lose_what_they_own_share_it_anew()
    {
        var other = await SecondEngineAsync();
        await ShouldShareAsync(Engine, other);
        for (var round = 0; round < 2; round++)
        {
            var living = LiveAsync(new Random(round), 150, Engine, other);
            await Harness.CutOwnershipsAsync();
            await living;
        }
        await Engine.ShouldEqualTheFoldAsync(Tenant, EngineHarness.Rooms, null, Soon);
        await ShouldShareAsync(Engine, other);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task A_stale_owner_waits_for_the_new_one_and_then_writes_nothing()
    {
        await using var storage = await PrepareAsync();
        await using var owner = await storage.BeginProjectionAsync(Sums, Generation.Living, [1, 2], WantedGroups.None, Soon);
        var stale = storage.BeginProjectionAsync(Sums, Generation.Living, [2], WantedGroups.None, Soon);
        (await owner.CommitAsync(Write("by the owner"), 0, 7, Soon)).ShouldBeTrue();
        await owner.DisposeAsync();
        await using var late = await stale;
        late.Positions.ShouldBe([7]);
        (await late.CommitAsync(Write("too late"), 0, 9, Soon)).ShouldBeFalse();
        await late.DisposeAsync();

        (await storage.ReadViewRowAsync(Tenant, Sums.Name, Row.Key, Soon))!.Data.ToArray().ShouldBe(Json("by the owner"));
        (await ProgressAsync(storage)).ShouldBe([7, 7, 0, 0]);
    }

    [Fact]
    public async Task A_batch_that_is_given_up_leaves_no_trace_and_no_lock()
    {
        await using var storage = await PrepareAsync();
        await using (var given = await storage.BeginProjectionAsync(Sums, Generation.Living, [1, 2, 3, 4], WantedGroups.None, Soon))
            await given.LockRowsAsync([Row], Soon);
        await using var next = await storage.BeginProjectionAsync(Sums, Generation.Living, [1, 2, 3, 4], WantedGroups.None, Soon);
        (await next.LockRowsAsync([Row], Soon)).ShouldBeEmpty();
        next.Positions.ShouldAllBe(position => position == 0);
    }

    [Fact]
    public async Task Shards_that_commit_at_once_lose_no_delta_of_a_row_that_they_share()
    {
        const int Times = 25;
        await using var storage = await PrepareAsync();
        await Task.WhenAll(Enumerable.Range(1, Sums.Shards).Select(shard => Task.Run(async () =>
        {
            for (var at = 0; at < Times; at++)
            {
                var wanted = new WantedGroups([new GroupKey(Tenant, $"group {shard}")], [], Cases: false, at);
                await using var session = await storage.BeginProjectionAsync(Sums, Generation.Living, [shard], wanted, Soon);
                var rows = await session.LockRowsAsync([Row], Soon);
                var sum = rows.TryGetValue(Row, out var json) ? int.Parse(Encoding.UTF8.GetString(json), CultureInfo.InvariantCulture) : 0;
                var row = new ViewWrite(Tenant, Row.Key, Encoding.UTF8.GetBytes($"{sum + 1}"), at);
                (await session.CommitAsync(new ProjectionWrites([row], [], []), at, at + 1, Soon)).ShouldBeTrue();
            }
        })));
        Encoding.UTF8.GetString((await storage.ReadViewRowAsync(Tenant, Sums.Name, Row.Key, Soon))!.Data.Span).ShouldBe($"{Times * Sums.Shards}");
        (await ProgressAsync(storage)).ShouldAllBe(position => position == Times);
    }

    [Fact]
    public async Task A_view_that_is_there_keeps_its_number_of_shards()
    {
        var other = await SecondEngineAsync(new EngineOptions { Shards = 2 });
        foreach (var view in (await other.StatusAsync(Soon)).Projections.Where(p => p.Freshness == "async")) view.Shards.Count.ShouldBe(4, view.Name);
        (await other.StatusAsync(Soon)).Projections.Where(p => p.Freshness == "inline").ShouldAllBe(p => p.Shards.Count == 0);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Harness.StartEngineAsync(new EngineOptions { Shards = 0 }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Harness.StartEngineAsync(new EngineOptions { Shards = 65 }));
    }

    private Task LiveAsync(Random chance, int events, params JourneyEngine[] engines)
    {
        var life = Enumerable.Range(0, events).Select(_ => Event(
            $"crm:{chance.Next(20)}", Bodies.Any(chance), at: Time.Now.AddHours(-chance.Next(300)), @case: chance.Next(6) == 0 ? null : $"C{chance.Next(30)}")).ToArray();
        return Task.WhenAll(life.Chunk(7).Select((part, i) => AppendToAsync(engines[i % engines.Length], part)));
    }

    /// <summary>Sees that every shard comes to have one owner, and that nobody has more than a fair part.</summary>
    private Task ShouldShareAsync(params JourneyEngine[] engines) => EventuallyAsync(async () =>
    {
        var owned = new List<(string, int)>();
        var all = 0;
        foreach (var engine in engines)
        {
            var views = (await engine.StatusAsync(Soon)).Projections;
            all = views.Sum(view => view.Shards.Count);
            var here = views.SelectMany(view => view.Shards.Where(shard => shard.OwnedHere).Select(shard => (view.Name, shard.Shard))).ToArray();
            if (here.Length > (all + engines.Length - 1) / engines.Length) return false;
            owned.AddRange(here);
        }
        return owned.Count == all && owned.Distinct().Count() == all;
    }, $"{engines.Length} engines share the shards");

    private async Task<IStorage> PrepareAsync()
    {
        var storage = Harness.OpenStorage();
        await storage.PrepareAsync([Sums], Soon);
        return storage;
    }

    private async Task<IReadOnlyList<long>> ProgressAsync(IStorage storage) => (await storage.ReadProgressAsync(Soon)).Single(p => p.Projection == Sums.Name).Shards;

    private static ProjectionWrites Write(string text) => new([new ViewWrite(Tenant, Row.Key, Json(text), 1)], [], []);

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes($"\"{text}\"");
}
