using JourneyStore.Engine.Errors;
using JourneyStore.Events.Service;
using JourneyStore.Store.Tests.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.Store;

/// <summary>One customer's rows, folded anew while the store serves.</summary>
public sealed class CustomerRebuildTests : StoreTest
{
    private const string Ann = "email:ann@example.org";
    private const string Bob = "email:bob@example.org";

    [Fact]
    public async Task Spoilt_rows_of_a_customer_are_as_the_log_says_again_and_stay_so_when_the_process_that_remembers_them_goes_on()
    {
        for (var n = 0; n < 5; n++)
            foreach (var who in new[] { Ann, Bob })
                await StoreAsync(Event(who, new TicketEscalated(), id: $"{who}-{n}", @case: $"{who}-{n}"));
        await CaughtUpAsync();
        var ann = await SpoilAsync(Ann);
        (await Engine.VerifyAsync(names: null, null, Soon)).Clean.ShouldBeFalse();

        var report = await Engine.RebuildCustomerAsync(Tenant, Ref(Ann), names: null, Soon);

        (report.Customer, report.LeftOut).ShouldSatisfyAllConditions(
            said => said.Customer.ShouldBe(ann), said => said.LeftOut.ShouldBe(["processes", "steps"], ignoreOrder: true));
        report.Views.ShouldBe(["attention", "profile", "signals"], ignoreOrder: true);
        (await Engine.VerifyAsync(names: null, null, Soon)).Clean.ShouldBeTrue();
        await StoreAsync(Event(Ann, new TicketEscalated(), id: "one more", @case: "one more"));
        await CaughtUpAsync();
        (await Engine.VerifyAsync(names: null, null, Soon)).Clean.ShouldBeTrue();
    }

    [Fact]
    public async Task A_view_across_customers_and_a_stranger_are_refused()
    {
        await StoreAsync(Event(Ann));
        (await Should.ThrowAsync<StoreException>(() => Engine.RebuildCustomerAsync(Tenant, Ref(Ann), ["steps"], Soon))).Code.ShouldBe("whole-view-only");
        (await Should.ThrowAsync<NotFoundException>(() => Engine.RebuildCustomerAsync(Tenant, Ref(Bob), null, Soon))).Code.ShouldBe("unknown-customer");
        (await Should.ThrowAsync<NotFoundException>(() => Engine.RebuildCustomerAsync(Tenant, Ref(Ann), ["nothing"], Soon))).Code.ShouldBe("unknown-view");
    }

    private Task CaughtUpAsync() => EventuallyAsync(
        async () => (await Engine.StatusAsync(Soon)) is var status && status.Projections.All(view => view.Position == status.Position), "the views are current");

    /// <summary>Writes into the customer's rows by hand, behind everybody's back.</summary>
    private async Task<string> SpoilAsync(string who)
    {
        var customer = (await Engine.ContextAsync(Tenant, Ref(who), new(), Soon)).Customer;
        await using var connection = new NpgsqlConnection(Harness.ConnectionString);
        await connection.OpenAsync(Soon);
        foreach (var (table, member) in new[] { ("mt_doc_customerprofile", "events"), ("mt_doc_attentionrow", "score") })
        {
            await using var spoil = new NpgsqlCommand($"update {table} set data = jsonb_set(data, '{{{member}}}', '77') where id = $1", connection);
            spoil.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
            (await spoil.ExecuteNonQueryAsync(Soon)).ShouldBe(1);
        }
        return customer;
    }
}
