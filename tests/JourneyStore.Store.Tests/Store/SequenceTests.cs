using System.Globalization;
using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Identity;
using JourneyStore.Store.Tests.Harness;
using Npgsql;

namespace JourneyStore.Store.Tests.Store;

/// <summary>A request is what its events would be one by one, in their order, however it is cut and whoever takes it.</summary>
public sealed class SequenceTests : StoreTest
{
    private static readonly DateTimeOffset Begin = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Who_identifies_herself_in_the_midst_of_a_request_is_one_customer()
    {
        for (var i = 0; i < 200; i++)
        {
            var receipt = await AppendAsync(Event($"anonymous:{i}"), Event($"anonymous:{i},crm:{i}"), Event($"crm:{i}"));
            receipt.Results.Select(result => result.Customer).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Who_identifies_herself_in_many_places_at_once_is_one_customer()
    {
        var other = await SecondEngineAsync();
        for (var i = 0; i < 30; i++)
        {
            // The one in the middle says who is who; before or after it, a name alone begins a customer of its own.
            await AppendAsync(Event($"anonymous:{i},crm:{i}"));
            var receipts = await Task.WhenAll(
                AppendAsync(Event($"anonymous:{i}"), Event($"crm:{i},email:{i}@x.org")), AppendToAsync(other, Event($"crm:{i},email:{i}@x.org")),
                AppendToAsync(other, Event($"email:{i}@x.org,crm:{i}"), Event($"anonymous:{i}")));
            receipts.SelectMany(receipt => receipt.Results).Select(result => result.Customer).Distinct().Count().ShouldBeLessThanOrEqualTo(2);
            (await AppendAsync(Event($"crm:{i}"), Event($"anonymous:{i}"))).Results.Select(result => result.Customer).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Positions_rise_in_the_order_of_the_request()
    {
        var receipt = await AppendAsync([.. Enumerable.Range(0, 300).Select(i => Event($"crm:{i % 7}", at: Begin.AddMinutes(-i)))]);
        receipt.Results.Select(result => result.Position!.Value).ShouldBe(receipt.Results.Select(result => result.Position!.Value).Order());
    }

    [Fact]
    public async Task No_position_is_drawn_for_what_is_not_stored()
    {
        var kept = Event("crm:1", id: "kept");
        var first = (await StoreAsync(kept)).Position!.Value;
        await AppendAsync(kept, Event(null), Event(null, @case: "C9"), Event("id:nobody"));
        await AppendAsync(Event("crm:2"), kept, Event(null, @case: "C8"));
        (await StoreAsync(Event("crm:1"))).Position.ShouldBe(first + 2);
    }

    [Theory]
    [InlineData("A B -")]
    [InlineData("A - B")]
    [InlineData("- A B")]
    public async Task Two_customers_and_a_nameless_event_of_a_case_come_out_as_one_by_one(string order)
    {
        EventCandidate[] events = [.. order.Split(' ').Select((who, i) => Event(who == "-" ? null : $"crm:{who}", id: who, @case: "C1", at: Begin.AddHours(i)))];
        await CompareAsync(events, seed: 1);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    public Task Any_cut_over_requests_lanes_and_engines_gives_what_the_sequence_gives(int seed, bool joins) =>
        CompareAsync([.. History(new Random(seed), joins)], seed);

    private async Task CompareAsync(EventCandidate[] events, int seed)
    {
        foreach (var one in events) await Engine.AppendAsync(new AppendRequest("one-by-one", [one]), Soon);
        var expected = await OutcomeAsync("one-by-one");
        JourneyEngine[] engines = [Engine, await SecondEngineAsync(new EngineOptions { Intake = new IntakeOptions { Committers = 3 } })];
        var random = new Random(seed);
        for (var cut = 0; cut < 4; cut++)
        {
            var (tenant, rest) = ($"cut-{cut}", events.AsEnumerable());
            while (rest.Any())
            {
                EventCandidate[] request = [.. rest.Take(random.Next(1, cut == 0 ? events.Length + 1 : 9))];
                await engines[random.Next(2)].AppendAsync(new AppendRequest(tenant, request), Soon);
                rest = rest.Skip(request.Length);
            }
            (await OutcomeAsync(tenant)).ShouldBe(expected, tenant);
        }
    }

    /// <param name="random">Chance.</param>
    /// <param name="joins">
    /// Whether customers turn out to be one. If so, no event goes without a name: what is held of a case that had two of them is bound soon
    /// after, by itself.
    /// </param>
    private static IEnumerable<EventCandidate> History(Random random, bool joins)
    {
        string?[] names = joins
            ? ["anonymous:1", "anonymous:2", "crm:1", "crm:2", "anonymous:1,crm:1", "crm:2,anonymous:2", "crm:1,crm:2", "email:a@x.org,crm:1", "email:a@x.org"]
            : [null, null, "crm:1", "crm:2", "anonymous:1,crm:1", "crm:2,anonymous:2", "crm:1,crm:2", "email:a@x.org,crm:1"];
        var sent = new List<EventCandidate>();
        for (var i = 0; i < 40; i++)
        {
            var name = names[random.Next(names.Length)];
            var hasCase = name is null || random.Next(3) > 0;
            var one = new EventCandidate
            {
                Source = "urn:history", Id = i.ToString(CultureInfo.InvariantCulture), Type = "thing.happened", OccurredAt = Begin.AddHours(random.Next(20)),
                Customer = name is null ? [] : Identifier.TryParseList(name, out var parsed, out _) ? parsed : [],
                Process = hasCase ? "desk" : null, CaseId = hasCase ? $"C{random.Next(4)}" : null,
            };
            if (sent.Count > 0 && random.Next(8) == 0) one = sent[random.Next(sent.Count)];
            if (sent.Count > 0 && random.Next(12) == 0) one = sent[random.Next(sent.Count)] with { Activity = "says something else" };
            sent.Add(one);
            yield return one;
        }
    }

    /// <summary>All that is stored, by position, and all that is held, with customers named by their first event.</summary>
    private async Task<string> OutcomeAsync(string tenant)
    {
        await using var connection = await Harness.ConnectAsync();
        await using var log = new NpgsqlCommand(
            """
            select stream_id, type, headers ->> 'id', data ->> 'from', coalesce(data ->> 'to', data ->> 'into'), headers ->> 'at', version from mt_events where tenant_id = $1 order by seq_id
            """, connection) { Parameters = { new() { Value = tenant } } };
        var (lines, labels) = (new List<string>(), new Dictionary<string, string>());
        await using (var reader = await log.ExecuteReaderAsync(Soon))
            while (await reader.ReadAsync(Soon))
            {
                var isFact = reader.GetString(1) is CaseMoved.Type or CustomersMerged.Type;
                if (!isFact) labels.TryAdd(reader.GetString(0), $"of {reader.GetString(2)}");
                // Who joins may have begun right before, and who has joined right after.
                var what = isFact ? $"{Label(3)} to {Label(4)} at {reader.GetString(5)}" : reader.GetString(2);
                lines.Add($"{Label(0)} {reader.GetInt64(6)}: {what}");

                string Label(int at) => labels.GetValueOrDefault(reader.GetString(at), "of nobody yet");
            }
        await using var held = new NpgsqlCommand("select headers ->> 'id' from js_held where tenant_id = $1 order by number", connection) { Parameters = { new() { Value = tenant } } };
        await using (var reader = await held.ExecuteReaderAsync(Soon))
            while (await reader.ReadAsync(Soon)) lines.Add($"held: {reader.GetString(0)}");
        return string.Join('\n', lines);
    }
}
