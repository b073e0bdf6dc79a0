using System.Text;
using JourneyStore.Engine;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Append;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Store;

/// <summary>No reader passes an event that may still appear; none waits for a place that nobody can fill any more.</summary>
public sealed class OrderTests : StoreTest
{
    private const int After = 20;

    [Fact]
    public async Task A_place_drawn_early_and_filled_late_is_seen_in_its_order()
    {
        await StoreAsync(Event("crm:1", id: "first"));
        var following = FollowAsync(After + 2);
        await using var stalled = await StalledAsync("stalled");
        await AppendAfterAsync();
        await stalled.CommitAsync();
        (await following).ShouldBe(["first", "stalled", .. Afters]);
    }

    [Fact]
    public async Task A_place_that_is_given_up_holds_nobody_up()
    {
        await StoreAsync(Event("crm:1", id: "first"));
        var following = FollowAsync(After + 1);
        await using (var stalled = await StalledAsync("never"))
        {
            await AppendAfterAsync();
            await stalled.Session.RollbackAsync();
        }
        (await following).ShouldBe(["first", .. Afters]);
        await Engine.WaitForProjectionsAsync((await Engine.StatusAsync(Soon)).Position, Soon);
    }

    [Fact]
    public async Task Places_filled_and_given_up_in_any_order_are_seen_once_each_in_order()
    {
        var chance = new Random(5);
        var stalled = new List<Stalled>();
        for (var i = 0; i < 8; i++)
        {
            stalled.Add(await StalledAsync($"stalled-{i}"));
            await StoreAsync(Event($"crm:{i}", id: $"between-{i}"));
        }
        var filled = stalled.Where((_, i) => i % 3 != 1).ToArray();
        var following = FollowAsync(8 + filled.Length);
        var order = stalled.ToArray();
        chance.Shuffle(order);
        foreach (var one in order)
        {
            if (filled.Contains(one)) await one.CommitAsync();
            await one.DisposeAsync();
        }
        (await following).ShouldBe(Enumerable.Range(0, 8).SelectMany(i => i % 3 != 1 ? new[] { $"stalled-{i}", $"between-{i}" } : [$"between-{i}"]));
    }

    private static IEnumerable<string> Afters => Enumerable.Range(0, After).Select(i => $"after-{i}");

    private async Task AppendAfterAsync()
    {
        foreach (var id in Afters) await StoreAsync(Event("crm:2", id: id));
    }

    private Task<List<string>> FollowAsync(int events) => Task.Run(async () =>
        await Engine.TailAsync(Tenant, null, 0, Soon).Take(events).Select(e => e.Id).ToListAsync(Soon).AsTask());

    /// <summary>An append that has drawn its position and goes no further until the test says so.</summary>
    private async Task<Stalled> StalledAsync(string id)
    {
        var storage = Harness.OpenDatabase();
        await storage.PrepareAsync(Tampering.TablesOf(Engine), Soon);
        string[] inline = [.. Engine.Views.Where(view => view.Freshness == "inline").Select(view => view.Name)];
        var session = storage.OpenAppendSession(Engine.Documents, inline, []);
        var key = EventKey.OfEvent(Tenant, "urn:stalled", id);
        await session.LoadAsync(new BatchQuery([], [], [], [new TenantKey(Tenant, key)], [], []), Soon);
        var drawn = await session.DrawAsync(new BatchDraw([], 1, Time.Now), Soon);
        var headers = Encoding.UTF8.GetBytes($$"""{"source":"urn:stalled","id":"{{id}}","at":1777593600000000,"noData":true}""");
        return new Stalled(storage, session, new BatchWrites
        {
            NewStreams = [(new CustomerKey(Tenant, id), new StreamPlace(1, Time.Now))], RecordedAt = Time.Now,
            Events = [new NewEvent(Tenant, key, id, drawn.Single(), 1, "thing.happened", "JourneyStore.Events.FreeEvent, JourneyStore", null, null, headers, "{}"u8.ToArray())],
            Views = [.. inline.Select(_ => new RowWrites([], []))],
        });
    }

    private sealed record Stalled(Database Storage, AppendSession Session, BatchWrites Writes) : IAsyncDisposable
    {
        public Task CommitAsync() => Session.CommitAsync(Writes, [], CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await Session.DisposeAsync();
            await Storage.DisposeAsync();
        }
    }
}
