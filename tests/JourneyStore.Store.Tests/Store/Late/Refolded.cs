using System.Diagnostics.Metrics;
using JourneyStore.Engine;

namespace JourneyStore.Store.Tests.Store.Late;

/// <summary>Counts events that are folded again, by what the meter says.</summary>
internal sealed class Refolded : IDisposable
{
    private readonly MeterListener listener = new();
    private long inAppends;
    private long inBackground;

    public Refolded()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && instrument.Name == "journeystore.projection.refolded")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            instrument.Unit.ShouldBe("{event}");
            tags.Length.ShouldBe(1);
            if (Equals(tags[0].Value, "append")) Interlocked.Add(ref inAppends, count);
            else Interlocked.Add(ref inBackground, count);
        });
        listener.Start();
    }

    public long InAppends => Interlocked.Read(ref inAppends);

    public long InBackground => Interlocked.Read(ref inBackground);

    public void Dispose() => listener.Dispose();
}

/// <summary>Nothing else runs while events are counted: the meter is the process's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CountedAlone
{
    public const string Name = "counted alone";
}
