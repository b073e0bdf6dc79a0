using System.ComponentModel;
using System.Text.Json.Nodes;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Contacts;

namespace JourneyStore.Events.Feedback;

/// <summary>A customer answered a survey. Version 1 knew marks from 0 to 10 only; version 2 says the scale.</summary>
[EventType("survey.answered", Version = 2)]
[Description("A customer answered a survey.")]
public sealed record SurveyAnswered : IBesideCase, IRates, IFriction
{
    /// <summary>The mark given, from 0 to <see cref="Scale"/>, higher is better.</summary>
    public required double Score { get; init; }

    /// <summary>The best mark there is, above 0; default 10.</summary>
    public double Scale { get; init; } = 10;

    /// <summary>Which survey, for instance <c>csat</c> or <c>nps</c>; null: not said.</summary>
    public string? Survey { get; init; }

    /// <summary>What the customer wrote; null: nothing.</summary>
    [Personal]
    public string? Comment { get; init; }

    /// <inheritdoc />
    public string Title => EventTitle.Of(FormattableString.Invariant($"Survey answered: {Score:0.##} of {Scale:0.##}"), Comment);

    // The lowest two fifths: 0 to 4 of 10, 1 and 2 of 5, 0 to 40 of 100.
    FrictionKind? IFriction.Friction => Score <= 0.4 * Scale ? FrictionKind.LowScore : null;
}

/// <summary>Version 1 had <c>score</c> only, from 0 to 10.</summary>
public sealed class SurveyAnsweredFromV1 : IUpcaster
{
    /// <inheritdoc />
    public string EventType => "survey.answered";

    /// <inheritdoc />
    public int FromVersion => 1;

    /// <inheritdoc />
    public JsonObject Upcast(JsonObject data)
    {
        // Producers that do not say a version count as version 1, and some of them send a scale all the same.
        if (!data.ContainsKey("scale")) data["scale"] = 10;
        return data;
    }
}
