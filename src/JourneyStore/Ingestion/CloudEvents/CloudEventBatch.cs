using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;

namespace JourneyStore.Ingestion.CloudEvents;

/// <summary>The JSON batch format of CloudEvents 1.0: an array of events.</summary>
public static class CloudEventBatch
{
    /// <summary>Reads a batch. A bad event is a rejected result and the others go on; only a text that is no JSON array is a problem of the
    /// whole.</summary>
    /// <param name="json">UTF-8 text of one JSON array. The candidates refer to this memory.</param>
    /// <param name="maxEvents">Most events.</param>
    /// <param name="maxEventBytes">Most bytes of one event as written.</param>
    public static BatchReading Read(ReadOnlyMemory<byte> json, int maxEvents, int maxEventBytes)
    {
        json = CloudEventJson.WithoutMark(json);
        var events = new List<CloudEventResult>();
        try
        {
            var reader = new Utf8JsonReader(json.Span, DataCheck.Reading);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
                return Unreadable(RejectionCodes.NotAnArray, $"a batch is a JSON array of events, found {CloudEventJson.Word(reader.TokenType)}");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (events.Count == maxEvents) return Unreadable(RejectionCodes.TooManyEvents, $"a request has at most {maxEvents} events");
                events.Add(CloudEventJson.ReadValue(ref reader, json, maxEventBytes));
            }
            // Whatever follows the array is read as an error.
            reader.Read();
            return new BatchReading(events, null);
        }
        catch (JsonException e)
        {
            return new BatchReading([], DataCheck.NotJson(e));
        }
    }

    private static BatchReading Unreadable(string code, string reason) => new([], new Rejection(code, reason));
}

/// <summary>What reading a batch gave.</summary>
/// <param name="Events">One result an event, in order; empty when the batch as a whole could not be read.</param>
/// <param name="Problem">Why the batch as a whole could not be read; null: it could.</param>
public readonly record struct BatchReading(IReadOnlyList<CloudEventResult> Events, Rejection? Problem);
