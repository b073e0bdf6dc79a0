namespace JourneyStore.Ingestion.Logs;

/// <summary>The formats of event logs that can be read.</summary>
public enum LogFormat
{
    /// <summary>Comma-separated values, one row an event or one row a state of a case.</summary>
    Csv,

    /// <summary>XES, IEEE 1849: XML of traces of events.</summary>
    Xes,

    /// <summary>OCEL 2.0 as JSON: events that touch objects that are linked to each other.</summary>
    Ocel,

    /// <summary>One CloudEvents JSON document a line.</summary>
    CloudEvents,
}
