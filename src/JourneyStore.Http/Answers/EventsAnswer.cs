using System.ComponentModel;
using JourneyStore.Engine.Intake;
using JourneyStore.Ingestion.CloudEvents;

namespace JourneyStore.Http.Answers;

/// <summary>What became of the events of one request, in their order.</summary>
internal sealed record EventsAnswer(
    EventAnswer[] Results,
    [property: Description("Highest position stored or found for these events; 0 when none has one. Good as minPosition.")] long Position)
{
    /// <summary>Whether no event was taken: the answer is 422 then.</summary>
    public bool AllRejected()
    {
        foreach (var result in Results)
            if (result.Status != "rejected") return false;
        return Results.Length > 0;
    }

    /// <summary>Puts the receipt of the events that went to the engine and the rejections of those that did not into one order.</summary>
    /// <param name="events">What was read, in the order of the request.</param>
    /// <param name="receipt">The engine's receipt for those of them that have a candidate; null: none has.</param>
    public static EventsAnswer Of(IReadOnlyList<CloudEventResult> events, AppendReceipt? receipt)
    {
        var results = new EventAnswer[events.Count];
        var stored = 0;
        for (var i = 0; i < results.Length; i++)
        {
            var read = events[i];
            results[i] = read.Candidate is null
                ? new EventAnswer(read.Id, read.Source, "rejected", null, null, read.Code, read.Reason)
                : EventAnswer.Of(receipt!.Results[stored++]);
        }
        return new EventsAnswer(results, receipt?.Position ?? 0);
    }
}

/// <summary>What became of one event.</summary>
internal readonly record struct EventAnswer(
    string? Id,
    string? Source,
    [property: Description("stored, duplicate, held or rejected")] string Status,
    long? Position,
    string? Customer,
    string? Code,
    string? Reason)
{
    public static EventAnswer Of(AppendResult result) =>
        new(result.Id, result.Source, Word(result.Status), result.Position, result.Customer, result.Code, result.Reason);

    private static string Word(AppendStatus status) => status switch
    {
        AppendStatus.Stored => "stored",
        AppendStatus.Duplicate => "duplicate",
        AppendStatus.Held => "held",
        _ => "rejected",
    };
}
