using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.Faults.Cuts;

/// <summary>
/// The connection is cut at the n-th message of a projection's transaction, for every n: the projection recovers by itself, and counts every
/// event once.
/// </summary>
public sealed class ProjectionCutTests
{
    private const int MoreThanAnyBatch = 600;

    [Theory]
    [InlineData(Side.Frontend)]
    [InlineData(Side.Backend)]
    public async Task A_batch_of_a_projection_cut_off_anywhere_counts_once(Side sender)
    {
        var chance = new Random(9);
        await using var store = await CutStore.OpenAsync(runProjections: true);
        var writer = await store.DirectEngineAsync(runProjections: false);
        var n = 0;
        for (var cut = true; cut;)
        {
            n++.ShouldBeLessThan(MoreThanAnyBatch, "the batch ends by itself");
            var at = new Cut(sender, n, Counting.OneTransaction);
            store.Proxy.Arm(at);
            // One in order, one late for its customer and its case: what the earlier had emitted is taken back and emitted again.
            await store.AppendAsync(
                writer,
                CutStore.Event($"{n}-in-order", $"{n}", CutStore.Start.AddSeconds(n), Bodies.Any(chance), $"A{n}"),
                CutStore.Event($"{n}-late", $"{n - 1}", CutStore.Start.AddSeconds(-n), Bodies.Any(chance), $"A{n - 1}"));
            var position = await store.HighestAsync();
            await store.EventuallyAsync(() => store.ProjectionsReachedAsync(position), $"the projections pass the cut at message {n}");
            cut = at.Fired;
        }
        n.ShouldBeGreaterThan(10, "a batch has that many messages");
        await store.ShouldHoldExactlyWhatWasAcknowledgedAsync(store.Through);
    }

    [Theory]
    [InlineData(Side.Frontend)]
    [InlineData(Side.Backend)]
    public async Task A_projection_cut_off_at_any_message_on_its_way_to_a_batch_goes_on(Side sender)
    {
        // All messages of all connections: taking the ownership, listening, reading the log.
        await using var store = await CutStore.OpenAsync(runProjections: true);
        var writer = await store.DirectEngineAsync(runProjections: false);
        for (var n = 1; n <= 40; n++)
        {
            store.Proxy.CutAll();
            store.Proxy.Arm(new Cut(sender, n, Counting.AllConnections));
            await store.AppendAsync(writer, CutStore.Event($"{n}", $"{n % 3}", CutStore.Start.AddMinutes(n), Bodies.Any(new Random(n)), $"A{n % 3}"));
            var position = await store.HighestAsync();
            await store.EventuallyAsync(() => store.ProjectionsReachedAsync(position), $"the projections pass the cut at message {n}");
        }
        await store.ShouldHoldExactlyWhatWasAcknowledgedAsync(store.Through);
    }
}
