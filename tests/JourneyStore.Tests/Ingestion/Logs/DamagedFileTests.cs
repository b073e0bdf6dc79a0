using System.Text;
using JourneyStore.Ingestion.CloudEvents;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>Files damaged anywhere: reading ends with events and rejects and never with an exception, and rejects can be read again.</summary>
public class DamagedFileTests
{
    private static (JourneyStore.Events.EventCandidate?, string?, string?) CloudEvent(ReadOnlyMemory<byte> line)
    {
        var read = CloudEventJson.Read(line);
        return (read.Candidate is { } one ? one with { Data = one.Data.ToArray() } : null, read.Code, read.Reason);
    }

    [Theory]
    [InlineData("x.csv", "servicenow", 1)]
    [InlineData("desk.xes", "helpdesk", 2)]
    [InlineData("vinst.xes", "bpic2013", 3)]
    [InlineData("orders.json", "order-management", 4)]
    [InlineData("rejects", "servicenow", 5)]
    public async Task Whatever_is_damaged_the_rest_is_told(string name, string map, int seed)
    {
        var whole = name switch
        {
            "x.csv" => SmallLogs.Incidents(),
            "desk.xes" => SmallLogs.HelpDesk(),
            "vinst.xes" => SmallLogs.HandOvers(),
            "orders.json" => SmallLogs.Orders(),
            _ => Encoding.UTF8.GetBytes(Lines(await Of("x.csv", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SmallLogs.Incidents()).Replace("/2016", "/20x6")), map))),
        };
        var random = new Random(seed);
        byte[] odd = [0, (byte)'"', (byte)'\\', (byte)'<', (byte)'{', (byte)'\n', 0xff, 0xc3, (byte)',', (byte)'u', (byte)'\''];
        for (var round = 0; round < (name == "rejects" ? 8 : 40); round++)
        {
            var bytes = whole.ToArray();
            for (var hit = random.Next(1, 6); hit > 0; hit--) bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? odd[random.Next(odd.Length)]
                : (byte)random.Next(256);
            if (random.Next(10) == 0) bytes = bytes[..random.Next(bytes.Length)];
            var items = await Of(name, bytes, map);
            items.ShouldNotBeEmpty();
            if (!items.Rejects().Any()) continue;
            var again = await Of("rejects", Encoding.UTF8.GetBytes(Lines(items)), map);
            again.Rejects().Count(reject => reject.Record != null)
                .ShouldBeGreaterThanOrEqualTo(items.Rejects().Count(reject => reject.Record != null), $"round {round}: no record is lost");
            again.Events().Select(e => e.Id).Except(items.Events().Select(e => e.Id)).ShouldBeEmpty($"round {round}: what was rejected is not read unless it is mended");
        }
    }

    private static Task<List<LogItem>> Of(string name, byte[] bytes, string map) =>
        Read.Bytes(name, bytes, LogMap.Load(SharedData.Map(map)), CloudEvent);

    private static string Lines(IEnumerable<LogItem> items) => string.Concat(items.Rejects().Select(reject => RejectLine.Write("x", reject) + "\n"));
}
