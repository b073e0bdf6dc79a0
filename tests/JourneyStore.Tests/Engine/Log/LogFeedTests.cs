using System.Collections.Concurrent;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.Tests.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace JourneyStore.Tests.Engine.Log;

/// <summary>The newest events are read once for all; whoever is behind reads by itself. On a log that a test writes down.</summary>
public sealed class LogFeedTests : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new(TimeSpan.FromSeconds(30));
    private readonly ConcurrentDictionary<long, StoredEvent> log = new();
    private readonly IStorage storage;
    private readonly LogFeed feed;
    private volatile TaskCompletionSource appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool away;
    private int reads;
    private ulong oldestRunning;
    private Task? running;

    public LogFeedTests()
    {
        (storage, var script) = ScriptedStorage.Make();
        script.Answer(nameof(IStorage.ReadHighestPositionAsync), _ => log.IsEmpty ? 0 : log.Keys.Max());
        script.Answer(nameof(IStorage.DrawTransactionAsync), _ => oldestRunning);
        script.Answer(nameof(IStorage.ReadLogAsync), arguments => Read((long)arguments[0]!, (int)arguments[1]!));
        script.Wait(nameof(IStorage.WaitForAppendAsync), () => appended.Task);
        feed = new LogFeed(storage, TimeProvider.System, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (running is not null) await running;
        stop.Dispose();
    }

    [Fact]
    public async Task Readers_at_the_head_share_what_was_read_once()
    {
        Append(1, 5);
        await RunAsync();
        Append(6, 25);
        await UntilAsync(25);
        var before = reads;
        foreach (var _ in Enumerable.Range(0, 10))
        {
            (await ReadAsync(5, 100)).Select(e => e.Position).ShouldBe(Enumerable.Range(6, 20).Select(n => (long)n));
            (await ReadAsync(20, 3)).Select(e => e.Position).ShouldBe([21, 22, 23]);
            (await ReadAsync(25, 3)).ShouldBeEmpty();
        }
        reads.ShouldBeLessThanOrEqualTo(before + 1, "the feed itself may look once more");
    }

    [Fact]
    public async Task Whoever_is_behind_the_window_reads_the_log_and_loses_nothing()
    {
        Append(1, 50);
        await RunAsync();
        Append(51, 20_000);
        await UntilAsync(20_000);
        var (position, all) = (0L, new List<long>());
        while (await ReadAsync(position, 700) is { Count: > 0 } events)
        {
            all.AddRange(events.Select(e => e.Position));
            position = all[^1];
        }
        all.ShouldBe(Enumerable.Range(1, 20_000).Select(n => (long)n));
        var before = reads;
        (await ReadAsync(15, 10)).Count.ShouldBe(10);
        reads.ShouldBeGreaterThan(before, "the window is bounded");
    }

    [Fact]
    public async Task While_the_log_cannot_be_read_it_says_so_and_then_goes_on()
    {
        await RunAsync();
        away = true;
        Append(1, 3);
        while (feed.Problem is null) await feed.NextLook.WaitAsync(stop.Token);
        feed.Newest.ShouldBe(0);
        away = false;
        await UntilAsync(3);
        feed.Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_hole_that_is_met_is_looked_at_again_without_a_further_append()
    {
        await RunAsync();
        log[2] = new StoredEvent { Position = 2 };
        Append(4, 4);
        await UntilAsync(4);
        (await ReadAsync(0, 10)).Select(e => e.Position).ShouldBe([2, 4]);
    }

    private async Task RunAsync()
    {
        var look = feed.NextLook;
        running = Task.Run(() => feed.RunAsync(stop.Token));
        await look.WaitAsync(stop.Token);
    }

    private async Task UntilAsync(long position)
    {
        while (true)
        {
            var look = feed.NextLook;
            if (feed.Newest >= position) return;
            await look.WaitAsync(stop.Token);
        }
    }

    private Task<IReadOnlyList<StoredEvent>> ReadAsync(long from, int limit) => feed.ReadAsync(new SafeLog(storage), from, limit, stop.Token);

    private void Append(long from, long to)
    {
        for (var position = from; position <= to; position++) log[position] = new StoredEvent { Position = position };
        var waiting = appended;
        appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.TrySetResult();
    }

    private LogWindow Read(long after, int limit)
    {
        Interlocked.Increment(ref reads);
        if (away) throw new StoreUnavailableException(new IOException("gone"));
        return new LogWindow([.. log.Values.Where(e => e.Position > after).OrderBy(e => e.Position).Take(limit)], oldestRunning++);
    }
}
