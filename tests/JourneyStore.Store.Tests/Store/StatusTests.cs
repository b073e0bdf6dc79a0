using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Status;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.Store;

/// <summary>What the status says of one tenant is of that tenant only; without one it is of all.</summary>
public sealed class StatusTests : StoreTest
{
    private const string Other = "borealis";

    [Fact]
    public async Task Numbers_of_a_tenant_are_its_own_and_numbers_of_all_are_the_sum()
    {
        await AppendToAsync(Tenant, "crm:1", "crm:2", "crm:3", null);
        var last = await AppendToAsync(Other, "crm:1", null);
        await Engine.WaitForProjectionsAsync(last.Position, Soon);

        var (mine, theirs, nobodys, all) = (await StatusAsync(Tenant), await StatusAsync(Other), await StatusAsync("nobody"), await StatusAsync(null));
        (mine.Events, mine.Customers, mine.Held).ShouldBe((3, 3, 1));
        (theirs.Events, theirs.Customers, theirs.Held).ShouldBe((1, 1, 1));
        (nobodys.Events, nobodys.Customers, nobodys.Held).ShouldBe((0, 0, 0));
        (all.Events, all.Customers, all.Held).ShouldBe((4, 4, 2));
        Rows(mine, "profile").ShouldBe(3);
        Rows(theirs, "profile").ShouldBe(1);
        Rows(all, "profile").ShouldBe(4);
        Rows(mine, "processes").ShouldBe(1);
        Rows(all, "processes").ShouldBe(2);
        nobodys.Projections.ShouldAllBe(view => view.Rows == 0 && view.State == "current");
        new[] { mine.Position, theirs.Position, nobodys.Position }.ShouldAllBe(position => position == all.Position, "readers of every tenant wait for positions of one log");
    }

    [Fact]
    public async Task Parked_and_unsettled_customers_of_others_are_not_counted()
    {
        await AppendToAsync(Tenant, "crm:1");
        await ExecuteAsync(
            """
            insert into js_parked (projection, generation, tenant_id, group_key, subject, seq_id, event_type, reason, since, tries, folded_to)
            select 'profile', 'living', t, k::text, k::text, k, 'thing.happened', 'of ' || t, now(), 1, 0
            from (values ('acme', 1), ('borealis', 2), ('borealis', 3)) v(t, k);
            """);
        (await StatusAsync(Tenant)).ShouldSatisfyAllConditions(
            status => Parked(status).ShouldBe(1), status => status.Parked.ShouldHaveSingleItem().Reason.ShouldBe("of acme"));
        (await StatusAsync(Other)).ShouldSatisfyAllConditions(status => Parked(status).ShouldBe(2), status => status.Parked.Count.ShouldBe(2));
        Parked(await StatusAsync(null)).ShouldBe(3);
        Parked(await StatusAsync("nobody")).ShouldBe(0);

        await GoOnWithAsync(await SecondEngineAsync(new JourneyStore.Engine.EngineOptions { RunProjections = false }));
        await ExecuteAsync("insert into js_unsettled (tenant_id, customer_id, at, seq_id, noted_at) select 'borealis', n::text, 0, n, now() from generate_series(1, 7) n");
        (await StatusAsync(Tenant)).Unsettled.ShouldBe(0);
        (await StatusAsync(Other)).Unsettled.ShouldBe(7);
        (await StatusAsync(null)).Unsettled.ShouldBe(7);
    }

    [Fact]
    public async Task Above_a_hundred_thousand_rows_a_tenants_part_is_estimated_and_the_few_rows_of_another_are_counted()
    {
        await ExecuteAsync(
            """
            insert into js_held (tenant_id, event_key, type, occurred_at, recorded_at, headers, data, code, reason)
            select case when n <= 120000 then 'acme' when n <= 240000 then 'cirrus' else 'borealis' end,
              gen_random_uuid(), 'thing.happened', now(), now(), '{}', '{}', 'no-customer', ''
            from generate_series(1, 240003) n;
            """);
        (await StatusAsync(Tenant)).Held.ShouldBe(120_000, "never analysed, there is nothing to estimate from");

        await ExecuteAsync("analyze js_held");
        (await StatusAsync(Tenant)).Held.ShouldBeInRange(100_000, 140_000);
        (await StatusAsync(Other)).Held.ShouldBe(3);
        (await StatusAsync(null)).Held.ShouldBeInRange(230_000, 250_000);
    }

    private Task<StoreStatus> StatusAsync(string? tenant) => Engine.StatusAsync(Soon, tenant);

    private Task<AppendReceipt> AppendToAsync(string tenant, params string?[] customers) => Engine.AppendAsync(
        new AppendRequest(tenant, [.. customers.Select(who =>
            Event(who, new CallReceived(), at: Time.Now.AddMinutes(-9), @case: who is null ? null : $"of {who}"))]), Soon);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await Harness.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Soon);
    }

    private static long Rows(StoreStatus status, string view) => status.Projections.Single(one => one.Name == view).Rows;

    private static long Parked(StoreStatus status) => status.Projections.Sum(view => view.Parked);
}
