using JourneyStore.Engine.Intake;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Tests.Ingestion.Logs;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A real help desk's events, delivered in any order.</summary>
public sealed class RealHistoryTests
{
    private const string Tenant = "helpdesk";
    private const int Customers = 25;

    [SkippableTheory]
    [InlineData(2, 400)]
    public async Task A_real_history_shuffled_gives_what_the_order_of_occurrence_says(int seed, int batch)
    {
        var events = await SharedData.Events("helpdesk/helpdesk.xes.gz", "helpdesk");
        var some = events.SelectMany(e => e.Customer).Distinct().Take(Customers).ToHashSet();
        var shuffled = events.Where(e => e.Customer.Any(some.Contains)).ToArray();
        shuffled.Length.ShouldBeGreaterThan(500);
        new Random(seed).Shuffle(shuffled);

        await using var harness = new StoreHarness();
        await harness.OpenAsync();
        await using var engine = await harness.StartEngineAsync();
        var last = 0L;
        foreach (var part in shuffled.Chunk(batch))
        {
            var receipt = await engine.AppendAsync(new AppendRequest(Tenant, part), default);
            receipt.Results.ShouldAllBe(result => result.Status == AppendStatus.Stored);
            last = receipt.Position;
        }
        await engine.WaitForProjectionsAsync(last, default);
        var log = await engine.TailAsync(Tenant, null, 0, default).TakeWhileInclusive(e => e.Position < last).ToListAsync();
        log.Count.ShouldBe(shuffled.Length);
        await engine.ShouldEqualTheModelAsync(Tenant, log);
    }
}
