using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace JourneyStore.Engine;

/// <summary>
/// What the store tells of itself: one source of traces and one meter, both named <c>JourneyStore</c>. Costs next to nothing when nobody listens.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "JourneyStore";

    /// <summary>Traces.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>Metrics.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Events stored, counted after their commit.</summary>
    public static Counter<long> EventsStored { get; } =
        Meter.CreateCounter<long>("journeystore.events.stored", "{event}", "Events stored");

    /// <summary>From the arrival of a request with events to its receipt.</summary>
    public static Histogram<double> IngestDuration { get; } =
        Seconds("journeystore.ingest.duration", "Time from the arrival of a request with events to its receipt");

    /// <summary>How many events shared one transaction: the fuller, the cheaper each.</summary>
    public static Histogram<long> CommitBatchSize { get; } = Meter.CreateHistogram(
        "journeystore.commit.batch_size",
        "{event}",
        "Events in one transaction",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] });

    /// <summary>How many positions a projection is behind; tag <c>projection</c>.</summary>
    public static Gauge<long> ProjectionLag { get; } =
        Meter.CreateGauge<long>("journeystore.projection.lag", "{event}", "Positions that a projection is behind the log");

    /// <summary>Age of the oldest event that a projection has not seen; tag <c>projection</c>.</summary>
    public static Gauge<double> ProjectionLagTime { get; } =
        Meter.CreateGauge<double>("journeystore.projection.lag", "s", "Age of the oldest event that a projection has not seen");

    /// <summary>
    /// Stored events that were folded again into inline views because one occurred before them that came after them; tag <c>where</c>: <c>append</c>
    /// or <c>background</c>.
    /// </summary>
    public static Counter<long> Refolded { get; } =
        Meter.CreateCounter<long>("journeystore.projection.refolded", "{event}", "Stored events that were folded again because an event came late");

    internal static KeyValuePair<string, object?> InAppend { get; } = new("where", "append");

    internal static KeyValuePair<string, object?> InBackground { get; } = new("where", "background");

    /// <summary>Groups that wait because an event of theirs cannot be folded; tag <c>projection</c>.</summary>
    public static Gauge<long> ProjectionParked { get; } =
        Meter.CreateGauge<long>("journeystore.projection.parked", "{group}", "Customers or cases that a projection has parked");

    /// <summary>Events that a reaction is still to be told of; tag <c>reaction</c>.</summary>
    public static Gauge<long> ReactionWaiting { get; } =
        Meter.CreateGauge<long>("journeystore.reaction.waiting", "{event}", "Events that a reaction is still to be told of");

    /// <summary>Events on which a reaction failed for good; tag <c>reaction</c>.</summary>
    public static Gauge<long> ReactionDead { get; } =
        Meter.CreateGauge<long>("journeystore.reaction.dead", "{event}", "Events on which a reaction failed for good");

    /// <summary>From the question to the recorded decision; tag <c>policy</c>.</summary>
    public static Histogram<double> DecisionDuration { get; } =
        Seconds("journeystore.decision.duration", "Time from a question to its recorded decision");

    /// <summary>Events that wait for a committer.</summary>
    public static UpDownCounter<long> QueueDepth { get; } =
        Meter.CreateUpDownCounter<long>("journeystore.queue.depth", "{event}", "Events that wait for a committer");

    private static Histogram<double> Seconds(string name, string describes) => Meter.CreateHistogram(
        name,
        "s",
        describes,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30] });
}
