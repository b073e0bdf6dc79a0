using JourneyStore.Engine.Intake;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Store;

/// <summary>An append that says what it has seen is stored on exactly that, or not at all.</summary>
public sealed class ExpectedVersionTests : StoreTest
{
    [Fact]
    public async Task It_is_stored_on_the_version_that_was_expected()
    {
        (await ExpectAsync(0, Event("email:ann@example.org"), Event("email:ann@example.org"))).ShouldBe([AppendStatus.Stored, AppendStatus.Stored]);
        (await ExpectAsync(2, Event("email:ann@example.org"))).ShouldBe([AppendStatus.Stored]);
        (await StreamAsync("email:ann@example.org")).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task On_any_other_version_every_event_is_rejected(long expected)
    {
        await AppendAsync(Event("email:ann@example.org"), Event("email:ann@example.org"));
        var receipt = await Engine.AppendAsync(
            new AppendRequest(Tenant, [Event("email:ann@example.org"), Event("email:ann@example.org")], expected), Soon);
        receipt.Results.ShouldAllBe(r => r.Status == AppendStatus.Rejected && r.Code == "version-conflict" && r.Reason!.Contains("found at 2"));
        (await StreamAsync("email:ann@example.org")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_repeat_of_a_request_that_was_stored_is_a_duplicate_and_no_conflict()
    {
        var request = new AppendRequest(Tenant, [Event("email:ann@example.org", id: "a"), Event("email:ann@example.org", id: "b")], 0);
        var first = await Engine.AppendAsync(request, Soon);
        var again = await Engine.AppendAsync(request, Soon);
        again.Results.ShouldAllBe(r => r.Status == AppendStatus.Duplicate);
        again.Results.Select(r => r.Position).ShouldBe(first.Results.Select(r => r.Position));
    }

    [Fact]
    public async Task Events_of_two_customers_cannot_expect_one_version()
    {
        (await ExpectAsync(0, Event("email:ann@example.org"), Event("email:bob@example.org"))).ShouldBe([AppendStatus.Rejected, AppendStatus.Rejected]);
        await StoreAsync(Event("email:ann@example.org"));
        (await ExpectAsync(1, Event("email:ann@example.org"), Event("email:bob@example.org"))).ShouldBe([AppendStatus.Rejected, AppendStatus.Rejected]);
        (await ExpectAsync(1, Event("email:ann@example.org"), Event(null))).ShouldBe([AppendStatus.Rejected, AppendStatus.Rejected]);
    }

    [Fact]
    public async Task A_customer_who_is_new_may_go_by_several_names_that_hang_together()
    {
        (await ExpectAsync(0, Event("email:ann@example.org,crm:7"), Event("crm:7"))).ShouldBe([AppendStatus.Stored, AppendStatus.Stored]);
        (await ExpectAsync(2, Event("crm:7"), Event("email:ann@example.org"))).ShouldBe([AppendStatus.Stored, AppendStatus.Stored]);
    }

    [Fact]
    public async Task Of_many_who_expect_the_same_version_one_wins()
    {
        var other = await SecondEngineAsync();
        for (var version = 0L; version < 6; version++)
        {
            var expected = version;
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(caller =>
                (caller % 2 == 0 ? Engine : other).AppendAsync(new AppendRequest(Tenant, [Event("email:ann@example.org")], expected), Soon)));
            answers.Count(answer => answer.Results[0].Status == AppendStatus.Stored).ShouldBe(1);
            answers.Count(answer => answer.Results[0].Code == "version-conflict").ShouldBe(15);
        }
        (await StreamAsync("email:ann@example.org")).Count.ShouldBe(6);
    }

    private async Task<AppendStatus[]> ExpectAsync(long version, params EventCandidate[] events) =>
        [.. (await Engine.AppendAsync(new AppendRequest(Tenant, events, version), Soon)).Results.Select(r => r.Status)];
}
