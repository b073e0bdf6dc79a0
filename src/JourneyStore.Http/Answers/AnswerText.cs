using System.Text.Encodings.Web;
using System.Text.Json;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Status;

namespace JourneyStore.Http.Answers;

/// <summary>The API's answers as indented JSON text, for a command that prints what the API would answer.</summary>
public static class AnswerText
{
    private static readonly AnswerJson Indented = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });

    /// <summary>As <c>GET /v1/customers/{ref}/context</c> answers.</summary>
    public static string Of(CustomerContext context) => JsonSerializer.Serialize(ContextAnswer.Of(context), Indented.ContextAnswer);

    /// <summary>As <c>GET /v1/customers/{ref}/timeline</c> answers.</summary>
    public static string Of(TimelinePage page) => JsonSerializer.Serialize(TimelineAnswer.Of(page), Indented.TimelineAnswer);

    /// <summary>As <c>GET /v1/decisions/{id}/explain</c> answers.</summary>
    public static string Of(DecisionExplanation explanation) =>
        JsonSerializer.Serialize(ExplanationAnswer.Of(explanation), Indented.ExplanationAnswer);

    /// <summary>As <c>GET /v1/held</c> answers.</summary>
    public static string Of(HeldPage page) => JsonSerializer.Serialize(HeldAnswer.Of(page), Indented.HeldAnswer);

    /// <summary>As <c>POST /v1/held/retry</c> answers.</summary>
    public static string Of(HeldRetry outcome) => JsonSerializer.Serialize(outcome, Indented.HeldRetry);

    /// <summary>As <c>POST /v1/customers/{ref}/merge</c> answers.</summary>
    public static string Of(MergeReport report) => JsonSerializer.Serialize(report, Indented.MergeReport);

    /// <summary>As <c>POST /v1/customers/{ref}/split</c> answers.</summary>
    public static string Of(SplitReport report) => JsonSerializer.Serialize(report, Indented.SplitReport);

    /// <summary>As <c>GET /v1/conflicts</c> answers.</summary>
    public static string Of(ConflictPage page) => JsonSerializer.Serialize(page, Indented.ConflictPage);

    /// <summary>As <c>DELETE /v1/customers/{ref}</c> answers.</summary>
    public static string Of(ErasureOutcome outcome) => JsonSerializer.Serialize(outcome, Indented.ErasureOutcome);

    /// <summary>As <c>GET /v1/erasures</c> answers.</summary>
    public static string Of(ErasurePage page) => JsonSerializer.Serialize(page, Indented.ErasurePage);

    /// <summary>As <c>GET /v1/parked</c> answers.</summary>
    public static string Of(ParkedPage page) => JsonSerializer.Serialize(page, Indented.ParkedPage);

    /// <summary>As <c>POST /v1/parked/retry</c> and <c>skip</c> answer.</summary>
    public static string Of(ParkedOutcome outcome) => JsonSerializer.Serialize(outcome, Indented.ParkedOutcome);

    /// <summary>As <c>GET /v1/status</c> answers.</summary>
    public static string Of(StoreStatus status) => JsonSerializer.Serialize(status, Indented.StoreStatus);
}
