using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Views;
using Npgsql;

namespace JourneyStore.Store.Tests.Store.Late;

/// <summary>A checkpoint that does not hold any more is as if there were none.</summary>
public sealed class CheckpointTests : StoreTest
{
    private const string Ann = "crm:ann";
    private const int Life = 400;

    private static readonly EngineOptions Small = new() { Order = new OrderOptions { Distance = 8, FoldAtOnce = 150 } };

    [Fact]
    public async Task A_customer_with_few_events_has_none()
    {
        await LiveAsync("crm:bob", 7);
        (await CountAsync()).ShouldBe(0);
        await LiveAsync("crm:bob", 1);
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_other_folds_made_is_not_gone_by()
    {
        await LiveAsync(Ann, Life);
        await ExecuteAsync("update js_checkpoints set mark = 'others', data = 'nonsense'::bytea");
        (await EventsAsync(Time.Now.AddHours(-50))).ShouldBe(Life - 49);
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddHours(-50)));
        await Engine.SettleAsync(Soon);
        (await EventsAsync(null)).ShouldBe(Life + 1);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task What_a_rebuild_has_mended_does_not_come_back_from_one()
    {
        await LiveAsync(Ann, Life);
        await ExecuteAsync("update js_checkpoints set data = (select data from js_checkpoints order by events limit 1)");
        (await EventsAsync(Time.Now.AddHours(-50))).ShouldBeLessThan(Life - 49, "the damage is one that is gone by");
        await Engine.RebuildAsync("profile", shadow: false, null, Soon);
        (await EventsAsync(Time.Now.AddHours(-50))).ShouldBe(Life - 49);
        await StoreAsync(Event(Ann, new CallReceived(), at: Time.Now.AddHours(-50)));
        await Engine.SettleAsync(Soon);
        await Engine.ShouldVerifyAsync(Soon);
    }

    [Fact]
    public async Task After_a_rebuild_they_go_and_come_again_once_they_are_missed()
    {
        await LiveAsync(Ann, Life);
        await LiveAsync("crm:bob", Life);
        await Engine.RebuildAsync("profile", shadow: false, null, Soon);
        await GoOnWithAsync(await SecondEngineAsync(Small));
        await EventuallyAsync(async () => await CountAsync() == 0, "those of before the rebuild are taken away");
        (await EventsAsync(Time.Now.AddHours(-50))).ShouldBe(Life - 49);
        await EventuallyAsync(async () => await CountAsync() > 20, "an answer had to do without, so they are made");
        (await EventsAsync(Time.Now.AddHours(-50))).ShouldBe(Life - 49);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(300)]
    public async Task One_behind_an_event_that_went_past_the_intake_is_not_gone_by(int hours)
    {
        var ann = await LiveAsync(Ann, Life);
        await using (var session = Engine.Documents.LightweightSession(Tenant))
        {
            session.SetHeader("at", (Time.Now.AddHours(-hours) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            session.Events.Append(ann, new TicketEscalated { Reason = "asked" });
            await session.SaveChangesAsync(Soon);
        }
        (await EventsAsync(null)).ShouldBe(Life + 1);
        (await EventsAsync(Time.Now.AddHours(-1.5))).ShouldBe(Life);
        await StoreAsync(Event(Ann, new CallReceived()));
        await Engine.SettleAsync(Soon);
        (await EventsAsync(null)).ShouldBe(Life + 2);
        (await EventsAsync(Time.Now.AddHours(-1.5))).ShouldBe(Life);
        await Engine.ShouldVerifyAsync(Soon);
    }

    /// <summary>Something happens to a customer every hour, up to an hour ago; gives our id.</summary>
    private async Task<string> LiveAsync(string customer, int events)
    {
        await GoOnWithAsync(await SecondEngineAsync(Small));
        var began = Time.Now.AddHours(-events);
        var receipt = await AppendAsync([.. Enumerable.Range(0, events).Select(n => Event(customer, new CallReceived(), at: began.AddHours(n)))]);
        Time.Advance(TimeSpan.FromTicks(10));
        return receipt.Results[0].Customer!;
    }

    private async Task<long> EventsAsync(DateTimeOffset? asOf)
    {
        var context = await Engine.ContextAsync(Tenant, Ref(Ann), new ContextQuery(AsOf: asOf), Soon);
        return context.View<CustomerProfile>("profile")!.Events;
    }

    private async Task<long> CountAsync()
    {
        await using var connection = await Harness.ConnectAsync();
        await using var command = new NpgsqlCommand("select count(*) from js_checkpoints", connection);
        return (long)(await command.ExecuteScalarAsync(Soon))!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await Harness.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Soon);
    }
}
