using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs;

/// <summary>What a format itself says about an event when the map does not: each field in it has one meaning by the format's own standard.</summary>
/// <param name="Time">The field that is the time; null: the map must say.</param>
/// <param name="Id">The id within the source.</param>
/// <param name="CaseId">The case; null: none.</param>
/// <param name="Activity">The step; null: none.</param>
internal sealed record EventDefaults(string? Time, string Id, string? CaseId, string? Activity)
{
    public static EventDefaults Csv { get; } = new(null, "{@hash}", null, null);

    public static EventDefaults Xes { get; } = new("{time:timestamp}", "{@trace}/{@hash}", "{trace.concept:name}", "{concept:name}");

    public static EventDefaults Ocel { get; } = new("{@time}", "{@id}", null, "{@type}");

    public Template? TimeOf(LogMap map) => map.Time ?? Parse(Time);

    public Template IdOf(LogMap map) => map.Id ?? Parse(Id)!;

    public TextRule? CaseIdOf(LogMap map) => map.CaseId ?? Rule(CaseId);

    public TextRule? ActivityOf(LogMap map) => map.Activity ?? Rule(Activity);

    private static Template? Parse(string? text) => text is null ? null : Template.Parse(text, default);

    private static TextRule? Rule(string? text) => text is null ? null : TextRule.Of(Template.Parse(text, default));
}
