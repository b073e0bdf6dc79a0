using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Reading;
using JourneyStore.Store.Tests.Harness;
using JourneyStore.Events;

namespace JourneyStore.Store.Tests.Store;

/// <summary>Streams by version, timelines by time of occurrence, the log by position.</summary>
public sealed class ReadTests : StoreTest
{
    private const string Ann = "email:ann@example.org";

    [Fact]
    public async Task A_stream_is_read_by_pages_forwards_and_backwards()
    {
        await AppendAsync([.. Enumerable.Range(1, 11).Select(i => Event(Ann, id: $"{i}", at: Time.Now.AddHours(-i)))]);
        (await VersionsAsync(1, true, 4)).ShouldBe([1, 2, 3, 4]);
        (await VersionsAsync(9, true, 4)).ShouldBe([9, 10, 11]);
        (await VersionsAsync(12, true, 4)).ShouldBeEmpty();
        (await VersionsAsync(11, false, 4)).ShouldBe([11, 10, 9, 8]);
        (await VersionsAsync(3, false, 4)).ShouldBe([3, 2, 1]);
        (await VersionsAsync(long.MaxValue, false, 1)).ShouldBe([11]);
        (await VersionsAsync(0, false, 4)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_timeline_is_read_newest_first_in_pages_and_events_of_one_moment_keep_their_order()
    {
        var chance = new Random(5);
        var sent = Enumerable.Range(0, 60).Select(i => Event(Ann, id: $"{i}", at: Time.Now.AddMinutes(-chance.Next(12)))).ToArray();
        foreach (var part in sent.Chunk(17)) await AppendAsync(part);
        var expected = (await StreamAsync(Ann)).OrderByDescending(e => e.OccurredAt).ThenByDescending(e => e.Position).Select(e => e.Id);
        (await TimelineAsync(new TimelineQuery(Limit: 7))).Select(e => e.Id).ShouldBe(expected);
        (await TimelineAsync(new TimelineQuery(Limit: 1))).Select(e => e.Id).ShouldBe(expected);
        (await TimelineAsync(new TimelineQuery(Limit: 1_000))).Select(e => e.Id).ShouldBe(expected);
    }

    [Fact]
    public async Task A_timeline_can_be_narrowed_by_time_and_type()
    {
        var noon = Time.Now;
        await AppendAsync([.. Enumerable.Range(0, 20).Select(i => Event(Ann, id: $"{i}", at: noon.AddHours(-i), type: i % 2 == 0 ? "even.one" : "odd.one"))]);
        (await IdsAsync(new TimelineQuery(From: noon.AddHours(-3)))).ShouldBe(["0", "1", "2", "3"]);
        (await IdsAsync(new TimelineQuery(To: noon.AddHours(-17)))).ShouldBe(["18", "19"]);
        (await IdsAsync(new TimelineQuery(Limit: 2, From: noon.AddHours(-9), To: noon.AddHours(-3), Type: "odd.one"))).ShouldBe(["5", "7", "9"]);
        (await IdsAsync(new TimelineQuery(Type: "no.such"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_timeline_can_be_read_as_it_was_known_at_a_moment()
    {
        await StoreAsync(Event(Ann, id: "early", at: Time.Now.AddDays(-1)));
        var known = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        await StoreAsync(Event(Ann, id: "late", at: Time.Now.AddDays(-2)));
        (await IdsAsync(new TimelineQuery(KnownAt: known))).ShouldBe(["early"]);
        (await IdsAsync(new TimelineQuery())).ShouldBe(["early", "late"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_page_has_a_size_within_limits(int limit)
    {
        await StoreAsync(Event(Ann));
        await Should.ThrowAsync<BadParameterException>(() => Engine.TimelineAsync(Tenant, Ref(Ann), new TimelineQuery(limit), Soon));
        await Should.ThrowAsync<BadParameterException>(() => Engine.StreamAsync(Tenant, Ref(Ann), 1, true, limit, Soon));
        await Should.ThrowAsync<BadParameterException>(() => Engine.ViewAsync(Tenant, "profile", limit, null, Soon));
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_unknown()
    {
        (await Should.ThrowAsync<NotFoundException>(() => Engine.TimelineAsync(Tenant, Ref("crm:nobody"), new TimelineQuery(), Soon))).Code.ShouldBe("unknown-customer");
        (await Should.ThrowAsync<NotFoundException>(() => Engine.ViewAsync(Tenant, "nothing", 10, null, Soon))).Code.ShouldBe("unknown-view");
        (await Should.ThrowAsync<NotFoundException>(() => Engine.ViewRowAsync(Tenant, "profile", "nobody", Soon))).Code.ShouldBe("unknown-row");
        await Should.ThrowAsync<BadParameterException>(() => Engine.TimelineAsync(Tenant, Ref("crm:nobody"), new TimelineQuery(Before: "x"), Soon));
    }

    [Fact]
    public async Task The_log_is_followed_in_order_by_tenant_and_customer()
    {
        for (var i = 0; i < 30; i++) await AppendAsync(Event($"crm:{i % 3}", id: $"{i}"));
        await Engine.AppendAsync(new("elsewhere", [Event("crm:0", id: "elsewhere")]), Soon);
        (await TailAsync(null, 0, 30)).Select(e => e.Id).ShouldBe(Enumerable.Range(0, 30).Select(i => $"{i}"));
        var fifth = (await TailAsync(null, 0, 5))[^1].Position;
        (await TailAsync(null, fifth, 3)).Select(e => e.Id).ShouldBe(["5", "6", "7"]);
        (await TailAsync("crm:1", 0, 10)).Select(e => e.Id).ShouldBe(Enumerable.Range(0, 10).Select(i => $"{i * 3 + 1}"));
    }

    [Fact]
    public async Task Whoever_follows_the_log_while_many_append_sees_every_event_once_and_in_order()
    {
        const int callers = 8, each = 25;
        var following = Task.Run(() => TailAsync(null, 0, callers * each));
        var other = await SecondEngineAsync();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            for (var i = 0; i < each; i++) await AppendToAsync(caller % 2 == 0 ? Engine : other, Event($"crm:{caller}", id: $"{caller}-{i}"));
        }));
        var seen = await following;
        seen.Select(e => e.Id).ShouldBeUnique();
        seen.Select(e => e.Position).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task Rows_of_a_view_are_read_in_pages_without_gaps_or_repeats()
    {
        await AppendAsync([.. Enumerable.Range(0, 25).Select(i => Event($"crm:{i}", Bodies.Any(new Random(i)), @case: $"C{i}"))]);
        await Engine.WaitForProjectionsAsync((await AppendAsync(Event("crm:0"))).Position, Soon);
        foreach (var view in (string[])["profile", "attention"])
        {
            var all = (await Engine.ViewAsync(Tenant, view, 1_000, null, Soon)).Rows.Select(r => r.Key).ToArray();
            all.Length.ShouldBe(25);
            var paged = new List<string>();
            string? after = null;
            do
            {
                var page = await Engine.ViewAsync(Tenant, view, 4, after, Soon);
                paged.AddRange(page.Rows.Select(r => r.Key));
                after = page.Next;
            }
            while (after is not null);
            paged.ShouldBe(all);
        }
    }

    private async Task<long[]> VersionsAsync(long from, bool forwards, int limit) =>
        [.. (await Engine.StreamAsync(Tenant, Ref(Ann), from, forwards, limit, Soon)).Select(e => e.Version)];

    private async Task<string[]> IdsAsync(TimelineQuery query) => [.. (await TimelineAsync(query)).Select(e => e.Id)];

    private async Task<List<JourneyEvent>> TimelineAsync(TimelineQuery query)
    {
        var all = new List<JourneyEvent>();
        while (true)
        {
            var page = await Engine.TimelineAsync(Tenant, Ref(Ann), query, Soon);
            page.Entries.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            all.AddRange(page.Entries);
            if (page.Next is null) return all;
            query = query with { Before = page.Next };
        }
    }

    private async Task<List<JourneyEvent>> TailAsync(string? customer, long after, int count) =>
        await Engine.TailAsync(Tenant, customer is null ? null : Ref(customer), after, Soon).Take(count).ToListAsync(Soon);
}
