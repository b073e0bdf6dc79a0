using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Storage;
using JourneyStore.EngineContract.Harness;
using JourneyStore.Events;

namespace JourneyStore.Tests.Simulation;

/// <summary>What holds always, seen after every step by one who reads past the faults.</summary>
internal sealed class Invariants(SimulatedProcesses processes, string tenant)
{
    private const int MoreThanThereAre = 10_000;
    private readonly Dictionary<string, AppendResult> told = [];
    private readonly HashSet<string> sent = [];
    private readonly HashSet<string> taken = [];
    private readonly SafeLog tail = new(processes.Storage);
    private readonly List<StoredEvent> followed = [];
    private readonly Dictionary<string, (long Position, int Events)> progress = [];

    public void Sent(EventCandidate candidate) => sent.Add(candidate.Id);

    /// <summary>Which of a batch are acknowledged already: sent again from now on, they are duplicates.</summary>
    public HashSet<string> ToldOf(IEnumerable<EventCandidate> batch)
    {
        lock (told) return [.. batch.Select(e => e.Id).Where(told.ContainsKey)];
    }

    /// <summary>Events are taken once, and whatever is told of one agrees with what was told before.</summary>
    public void Told(AppendReceipt receipt, HashSet<string> toldBefore)
    {
        lock (told)
            foreach (var result in receipt.Results)
            {
                result.Status.ShouldNotBe(AppendStatus.Rejected, result.Reason);
                if (toldBefore.Contains(result.Id)) result.Status.ShouldBe(AppendStatus.Duplicate, $"{result.Id} was acknowledged before");
                if (result.Status != AppendStatus.Duplicate) taken.Add(result.Id).ShouldBeTrue($"{result.Id} is taken once");
                if (told.GetValueOrDefault(result.Id) is not { Position: { } position } earlier) told[result.Id] = result;
                else if (result.Status != AppendStatus.Held) (result.Position, result.Customer).ShouldBe((position, earlier.Customer));
            }
    }

    public async Task CheckAsync()
    {
        // Readers first, the log last: what they had passed by then must be all that is ever there.
        while (await tail.ReadAsync(followed.Count == 0 ? 0 : followed[^1].Position, 500, default) is { Count: > 0 } more) followed.AddRange(more);
        var positions = (await processes.Storage.ReadProgressAsync(default)).Where(p => p.Generation == Generation.Living && p.Position >= 0).ToArray();
        var toldByNow = ToldByNow();
        var held = (await processes.Auditor.HeldAsync(tenant, 1_000, null, default)).Events.Select(e => e.Candidate.Id).ToHashSet();
        var log = (await processes.Storage.ReadLogAsync(0, MoreThanThereAre, default)).Events;
        KeptOnce(log, held, toldByNow);
        followed.Select(e => e.Position).ShouldBe(
            log.Select(e => e.Position).Where(position => followed.Count > 0 && position <= followed[^1].Position), "the tail saw what it passed");
        ProgressStandsOnWhatIsThere(log, positions);
        var report = await processes.Auditor.VerifyAsync(null, null, default);
        report.LogProblems.ShouldBeEmpty();
        foreach (var view in report.Views) view.Different.ShouldBe(0, $"{view.View}: {string.Join("; ", view.Samples)}");
    }

    /// <summary>When nothing goes wrong any more: nothing waits that need not, and views are what the obvious model says.</summary>
    public async Task CheckSettledAsync()
    {
        (await processes.Storage.ReadBindableHeldAsync(MoreThanThereAre, default)).ShouldBeEmpty("a held event is bound when its case is known");
        var highest = await processes.Storage.ReadHighestPositionAsync(default);
        var stored = await processes.Auditor.TailAsync(tenant, null, 0, default).TakeWhileInclusive(e => e.Position < highest).ToListAsync();
        var held = (await processes.Auditor.HeldAsync(tenant, 1_000, null, default)).Events.Select(e => e.Candidate.Id);
        stored.Select(e => e.Id).Concat(held).ShouldBe(sent, ignoreOrder: true);
        await processes.Auditor.ShouldEqualTheModelAsync(tenant, stored);
    }

    /// <summary>Whether every async view has reached the head of the log, and no held event could be bound.</summary>
    public async Task<bool> IsSettledAsync()
    {
        var highest = await processes.Storage.ReadHighestPositionAsync(default);
        var asynchronous = processes.Auditor.Views.Where(view => view.Freshness == "async").Select(view => view.Name).ToHashSet();
        return (await processes.Storage.ReadProgressAsync(default))
                .Where(p => p.Generation == Generation.Living && asynchronous.Contains(p.Projection)).All(p => p.Position >= highest)
            && (await processes.Storage.ReadBindableHeldAsync(1, default)).Count == 0;
    }

    /// <summary>Where everything stands, for the message of a failure.</summary>
    public async Task<string> StandingAsync()
    {
        var highest = await processes.Storage.ReadHighestPositionAsync(default);
        var standing = (await processes.Storage.ReadProgressAsync(default)).Select(p => $"{p.Projection} {p.Generation} {string.Join('/', p.Shards)}");
        var problems = new List<string?>();
        foreach (var engine in processes.Engines) problems.AddRange((await engine.StatusAsync(default)).Projections.Select(p => p.Problem is null ? null : $"{p.Name}: {p.Problem}"));
        return $"the log is at {highest}, {string.Join(", ", standing)}; problems: {string.Join("; ", problems.Where(p => p is not null))}";
    }

    private KeyValuePair<string, AppendResult>[] ToldByNow()
    {
        lock (told) return [.. told];
    }

    private void KeptOnce(IReadOnlyList<StoredEvent> log, HashSet<string> held, KeyValuePair<string, AppendResult>[] toldByNow)
    {
        var ids = log.Select(e => EventHeaders.Read(e.Headers.Span, e.Type, e.OccurredAt, e.Data).Id).ToArray();
        ids.ShouldBeUnique();
        ids.Except(sent).ShouldBeEmpty("nothing is there that nobody sent");
        var positions = ids.Zip(log).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var (id, result) in toldByNow)
        {
            if (result.Position is { } position) (positions[id].Position, positions[id].Customer).ShouldBe((position, result.Customer!));
            else (held.Contains(id) || positions.ContainsKey(id)).ShouldBeTrue($"{id} is held or, by now, stored");
        }
    }

    private void ProgressStandsOnWhatIsThere(IReadOnlyList<StoredEvent> log, IReadOnlyList<StoredProgress> now)
    {
        foreach (var (name, (position, events)) in progress)
            log.Count(e => e.Position <= position).ShouldBe(events, $"{name} had passed {position}, and an event appeared below");
        foreach (var one in now)
        {
            one.Position.ShouldBeGreaterThanOrEqualTo(progress.GetValueOrDefault(one.Projection).Position, $"{one.Projection} goes forwards");
            progress[one.Projection] = (one.Position, log.Count(e => e.Position <= one.Position));
        }
    }
}
