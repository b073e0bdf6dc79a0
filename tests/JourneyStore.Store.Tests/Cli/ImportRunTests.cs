using JourneyStore.Cli.Importing;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Store.Tests.Cli;

public sealed class ImportRunTests
{
    private readonly ImportTally tally = new();

    [Fact]
    public async Task A_full_intake_is_waited_for_and_nothing_is_lost()
    {
        var refusals = 2;
        const int events = ImportRun.BatchEvents * 5 / 2;
        await RunAsync(events, request =>
            Interlocked.Decrement(ref refusals) >= 0 ? throw new IntakeFullException(TimeSpan.FromMilliseconds(1)) : Stored(request));

        tally.Stored.ShouldBe(events);
    }

    [Fact]
    public async Task Memory_holds_a_few_batches_however_long_the_log_is()
    {
        var (underWay, most) = (0, 0);
        await RunAsync(10 * ImportRun.BatchEvents, async request =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            await Task.Yield();
            Interlocked.Decrement(ref underWay);
            return await Stored(request);
        });

        tally.Stored.ShouldBe(10 * ImportRun.BatchEvents);
        most.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_database_that_fails_for_good_ends_the_import_but_what_was_acknowledged_is_counted()
    {
        var (batches, acknowledged) = (0, 0);
        var failing = RunAsync(5 * ImportRun.BatchEvents, request =>
        {
            if (++batches > 2) throw new StoreException("broken", "for good");
            acknowledged += request.Events.Count;
            return Stored(request);
        });

        await Should.ThrowAsync<StoreException>(failing);
        acknowledged.ShouldBeGreaterThan(0);
        tally.Stored.ShouldBe(acknowledged);
    }

    [Fact]
    public void A_file_that_was_not_read_to_its_end_makes_the_import_incomplete()
    {
        tally.Reject(LogRejectCodes.TimeMissing, "one row");
        tally.Complete.ShouldBeTrue();

        tally.Reject(LogRejectCodes.BrokenXml, "the rest");
        tally.Complete.ShouldBeFalse();
    }

    [Fact]
    public async Task Batches_grow_to_their_full_size_and_no_further()
    {
        var sizes = new List<int>();
        await RunAsync(4 * ImportRun.BatchEvents, request =>
        {
            sizes.Add(request.Events.Count);
            return Stored(request);
        });

        sizes.SkipLast(1).ShouldBeInOrder();
        sizes[0].ShouldBeLessThan(ImportRun.BatchEvents / 2);
        sizes.Max().ShouldBe(ImportRun.BatchEvents);
    }

    [Fact]
    public async Task What_the_store_refuses_is_a_reject_with_its_code_and_the_whole_event()
    {
        var path = Path.GetTempFileName();
        await using (var rejects = RejectFile.Named(path))
            await new ImportRun((request, _) => Task.FromResult(new AppendReceipt(
                    [.. request.Events.Select((one, i) =>
                        new AppendResult(one.Id, one.Source, i == 0 ? AppendStatus.Stored : AppendStatus.Rejected, 1, "c")
                        { Code = i == 0 ? null : "id-conflict", Reason = i == 0 ? null : "another event has this id" })], 1)), Tenants.Default, tally, TimeProvider.System)
                .FileAsync("log", Items(2), rejects, _ => { }, CancellationToken.None);

        (tally.Stored, tally.Rejected, tally.Complete).ShouldBe((1, 1, true));
        tally.Rejects.ShouldHaveSingleItem().Code.ShouldBe("id-conflict");
        var line = (await File.ReadAllLinesAsync(path)).ShouldHaveSingleItem();
        line.ShouldContain("\"code\":\"id-conflict\",\"reason\":\"another event has this id\"");
        line.ShouldContain("\"record\":{\"specversion\":\"1.0\",\"id\":\"2\"");
        File.Delete(path);
    }

    private async Task RunAsync(int events, Func<AppendRequest, Task<AppendReceipt>> append)
    {
        var run = new ImportRun((request, _) => append(request), Tenants.Default, tally, TimeProvider.System);
        await using var rejects = RejectFile.Beside(Path.Combine(Path.GetTempPath(), "never-written"));
        await run.FileAsync("log", Items(events), rejects, _ => { }, CancellationToken.None);
    }

    private static Task<AppendReceipt> Stored(AppendRequest request) => Task.FromResult(
        new AppendReceipt([.. request.Events.Select(one => new AppendResult(one.Id, one.Source, AppendStatus.Stored, 1, "c"))], 1));

    private static async IAsyncEnumerable<LogItem> Items(int events)
    {
        for (var row = 1; row <= events; row++)
        {
            await Task.CompletedTask;
            yield return new LogItem(new EventCandidate { Source = "/t", Id = $"{row}", Type = "ticket.opened" }, null, row, row, events);
        }
    }
}
