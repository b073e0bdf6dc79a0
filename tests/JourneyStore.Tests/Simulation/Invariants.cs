using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections;
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
        var log = (await processes.Storage.ReadLogAsync(0, MoreThanThereAre, default)).Events;
        await KeptOnceAsync(log);
        await NobodyPassedAnEventThatAppearedLaterAsync(log);
        await ProgressStandsOnWhatIsThereAsync(log);
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
        foreach (var view in Model.CustomerViews)
            foreach (var customer in stored.GroupBy(e => e.Customer))
                Model.Stored(view, (await processes.Auditor.ViewRowAsync(tenant, view.Name, customer.Key, default)).Data).ShouldBe(Model.Row(view, customer), view.Name);
        foreach (var view in EngineHarness.Rooms.Aggregates)
        {
            var rows = (await processes.Auditor.ViewAsync(tenant, view.Name, 1_000, null, default)).Rows.ToDictionary(row => row.Key, row => Model.Stored(view, row.Data));
            new SortedDictionary<string, string>(rows, StringComparer.Ordinal).ShouldBe(Model.Rows(view, stored), view.Name);
        }
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

    private async Task KeptOnceAsync(IReadOnlyList<StoredEvent> log)
    {
        var ids = log.Select(e => EventHeaders.Read(e.Headers.Span, e.Type, e.OccurredAt, e.Data).Id).ToArray();
        ids.ShouldBeUnique();
        ids.Except(sent).ShouldBeEmpty("nothing is there that nobody sent");
        var positions = ids.Zip(log).ToDictionary(pair => pair.First, pair => pair.Second);
        var held = (await processes.Auditor.HeldAsync(tenant, 1_000, null, default)).Events.Select(e => e.Candidate.Id).ToHashSet();
        KeyValuePair<string, AppendResult>[] all;
        lock (told) all = [.. told];
        foreach (var (id, result) in all)
        {
            if (result.Position is { } position) (positions[id].Position, positions[id].Customer).ShouldBe((position, result.Customer!));
            else (held.Contains(id) ^ positions.ContainsKey(id)).ShouldBeTrue($"{id} is either held or stored");
        }
    }

    private async Task NobodyPassedAnEventThatAppearedLaterAsync(IReadOnlyList<StoredEvent> log)
    {
        while (await tail.ReadAsync(followed.Count == 0 ? 0 : followed[^1].Position, 500, default) is { Count: > 0 } more) followed.AddRange(more);
        followed.Select(e => e.Position).ShouldBe(log.Select(e => e.Position).Where(position => followed.Count > 0 && position <= followed[^1].Position));
    }

    private async Task ProgressStandsOnWhatIsThereAsync(IReadOnlyList<StoredEvent> log)
    {
        foreach (var (name, (position, events)) in progress)
            log.Count(e => e.Position <= position).ShouldBe(events, $"{name} had passed {position}, and an event appeared below");
        foreach (var now in await processes.Storage.ReadProgressAsync(default))
        {
            if (now.Generation != Generation.Living || now.Position < 0) continue;
            now.Position.ShouldBeGreaterThanOrEqualTo(progress.GetValueOrDefault(now.Projection).Position, $"{now.Projection} goes forwards");
            progress[now.Projection] = (now.Position, log.Count(e => e.Position <= now.Position));
        }
    }
}
