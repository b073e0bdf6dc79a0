using JourneyStore.Store.Tests.EndToEnd.Harness;

using JourneyStore.Store.Tests.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Telemetry;

/// <summary>The real executable tells a collector what it does.</summary>
public sealed class CollectorTests
{
    private const string Never = "3600000";

    [Fact]
    public async Task A_server_that_is_told_to_stop_sends_the_traces_and_metrics_that_it_still_has()
    {
        await using var collector = await Collector.StartAsync();
        await using var service = await StartAsync(collector.Url);
        await service.Client.AppendAsync(new CloudEvent("t-1", "page.viewed", "crm:7"));
        collector.Taken("/v1/traces").ShouldBe("");
        service.Process.Terminate();
        (await service.Process.EndAsync()).ShouldBe(0);
        collector.Taken("/v1/traces").ShouldContain("journeystore.commit");
        collector.Taken("/v1/metrics").ShouldContain("journeystore.events.stored");
    }

    [Fact]
    public async Task An_absent_collector_keeps_no_server_from_its_work_nor_from_its_end()
    {
        string away;
        await using (var collector = await Collector.StartAsync()) away = collector.Url;
        await using var service = await StartAsync(away);
        await service.Client.AppendAsync(new CloudEvent("t-1", "page.viewed", "crm:7"));
        service.Process.Terminate();
        (await service.Process.EndAsync()).ShouldBe(0);
    }

    // Nothing is sent by the clock, so all that comes is what the end sends.
    private static async Task<JourneyService> StartAsync(string collector) => await JourneyService.StartWithAsync(
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", Never), ("OTEL_METRIC_EXPORT_INTERVAL", Never),
        ],
        await DatabasePool.CreateAsync(), "--dev");
}
