using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JourneyStore.TestRooms;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace JourneyStore.Store.Tests.Reactions.Seams;

/// <summary>What we rely on of Marten's subscriptions under Wolverine's distribution: an upgrade that breaks it says so here.</summary>
public sealed class SubscriptionTests : ReactionTest
{
    private readonly Counting counting = new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var connection = await Harness.ConnectAsync();
        await using var command = new NpgsqlCommand("create table if not exists js_seam (position bigint not null); delete from js_seam", connection);
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task What_a_subscription_queues_is_committed_with_its_progress()
    {
        await ServeAsync();
        await AppendAsync(Event(Ann), Event(Ann));
        await EventuallyAsync(async () => await ProgressAsync() == 2, "it has passed both");
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task What_a_subscription_queued_is_not_committed_when_it_fails_and_it_is_started_again()
    {
        counting.Fails = 1;
        await ServeAsync();
        await StoreAsync(Event(Ann));
        await EventuallyAsync(() => Task.FromResult(counting.Failed == 1), "it fails");
        await EventuallyAsync(async () => await ProgressAsync() == 1, "it is started again");
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_subscription_without_progress_begins_at_the_beginning_and_one_with_progress_goes_on()
    {
        await StoreAsync(Event(Ann));
        await ServeAsync();
        await EventuallyAsync(async () => await ProgressAsync() == 1, "it has passed the first");
        await EndAsync();
        await StoreAsync(Event(Ann));
        await ServeAsync();
        await EventuallyAsync(async () => await ProgressAsync() == 2, "it has passed the second");
        (await CountAsync()).ShouldBe(2);
    }

    private Task ServeAsync() => BeginAsync(services: services => services.ConfigureMarten(marten => marten.Projections.Subscribe(counting)));

    private Task<long> ProgressAsync() => AskAsync("select coalesce((select last_seq_id from mt_event_progression where name = 'counting:All'), 0)");

    private Task<long> CountAsync() => AskAsync("select count(*) from js_seam");

    private async Task<long> AskAsync(string question)
    {
        await using var connection = await Harness.ConnectAsync();
        await using var command = new NpgsqlCommand(question, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Counting : SubscriptionBase
    {
        public Counting() => Name = "counting";

        public int Fails { get; set; }

        public int Failed { get; private set; }

        public override Task<IChangeListener> ProcessEventsAsync(
            EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
        {
            var positions = page.Events.Select(@event => @event.Sequence).ToArray();
            operations.QueueSqlCommand("insert into js_seam (position) select unnest(?::bigint[])", positions);
            if (Failed == Fails) return Task.FromResult(NullChangeListener.Instance);
            Failed++;
            throw new InvalidDataException("not yet");
        }
    }
}
