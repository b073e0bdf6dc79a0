using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace JourneyStore.Cli.Composition;

/// <summary>Sends traces and metrics by OTLP when an endpoint is set; the exporter itself reads the other <c>OTEL_*</c> settings.</summary>
internal sealed class Telemetry : IAsyncDisposable
{
    private static readonly string[] TraceSources = ["JourneyStore", "Wolverine", "Marten", "Npgsql", "Microsoft.AspNetCore"];
    private static readonly string[] Meters =
        ["JourneyStore", "Wolverine:*", "Marten", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private readonly TracerProvider? traces;
    private readonly MeterProvider? metrics;

    private Telemetry(TracerProvider? traces, MeterProvider? metrics)
    {
        this.traces = traces;
        this.metrics = metrics;
    }

    /// <summary>Starts sending; without an endpoint it does nothing and costs nothing.</summary>
    public static Telemetry Start(Settings settings)
    {
        if (settings.OtlpEndpoint is not { } written) return new Telemetry(null, null);
        if (!Uri.TryCreate(written, UriKind.Absolute, out _))
            throw new UsageException($"{Settings.OtlpEndpointName} must be an address such as http://127.0.0.1:4317, found '{written}'.");
        // The exporter reads the environment by itself; an endpoint from appsettings.json must reach it the same way.
        Environment.SetEnvironmentVariable(Settings.OtlpEndpointName, written);
        var resource = ResourceBuilder.CreateDefault().AddService("journeystore").AddEnvironmentVariableDetector();
        return new Telemetry(
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(TraceSources).AddOtlpExporter().Build(),
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter().Build());
    }

    /// <summary>Sends what is left, within a bound: an absent collector must not hold up the end.</summary>
    public async ValueTask DisposeAsync()
    {
        // It blocks until the collector has answered, and the answer may be heard on the thread that we are on (InlineCompletions).
        await Task.Run(End);
    }

    private void End()
    {
        traces?.Shutdown(2_000);
        metrics?.Shutdown(2_000);
        traces?.Dispose();
        metrics?.Dispose();
    }
}
