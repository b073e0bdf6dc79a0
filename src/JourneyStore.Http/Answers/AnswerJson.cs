using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Persons;
using JourneyStore.Engine.Projections.Parking;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Status;
using JourneyStore.Http.Requests;

namespace JourneyStore.Http.Answers;

/// <summary>How answers are written: camelCase, without reflection; nulls are written, so that a field is always there.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(CustomerAnswer))]
[JsonSerializable(typeof(ContextAnswer))]
[JsonSerializable(typeof(SignalsAnswer))]
[JsonSerializable(typeof(TimelineAnswer))]
[JsonSerializable(typeof(ViewsAnswer))]
[JsonSerializable(typeof(ViewPageAnswer))]
[JsonSerializable(typeof(ViewRowAnswer))]
[JsonSerializable(typeof(PoliciesAnswer))]
[JsonSerializable(typeof(DecisionQuestion))]
[JsonSerializable(typeof(DecisionAnswer))]
[JsonSerializable(typeof(ExplanationAnswer))]
[JsonSerializable(typeof(HeldAnswer))]
[JsonSerializable(typeof(HeldRetry))]
[JsonSerializable(typeof(ConflictPage))]
[JsonSerializable(typeof(MergeReport))]
[JsonSerializable(typeof(MergeOrder))]
[JsonSerializable(typeof(SplitReport))]
[JsonSerializable(typeof(SplitOrder))]
[JsonSerializable(typeof(ExportAnswer))]
[JsonSerializable(typeof(ErasureOutcome))]
[JsonSerializable(typeof(ErasurePage))]
[JsonSerializable(typeof(ParkedPage))]
[JsonSerializable(typeof(ParkedOutcome))]
[JsonSerializable(typeof(ParkedOrder))]
[JsonSerializable(typeof(SkippedPage))]
[JsonSerializable(typeof(DeadDeliveryPage))]
[JsonSerializable(typeof(RetriedAnswer))]
[JsonSerializable(typeof(DiscardedAnswer))]
[JsonSerializable(typeof(UndeliveredOrder))]
[JsonSerializable(typeof(StoreStatus))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>The one context: text beyond ASCII stays readable.</summary>
    public static AnswerJson Shared { get; } =
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
