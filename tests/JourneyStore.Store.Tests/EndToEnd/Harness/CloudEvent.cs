using System.Text.Json.Nodes;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>An event as a producer sends it.</summary>
/// <param name="Id">Its id within the source.</param>
/// <param name="Type">Its type.</param>
/// <param name="Customer">Identifiers; null: nobody is named.</param>
internal sealed record CloudEvent(string Id, string Type, string? Customer = null)
{
    public const string Structured = "application/cloudevents+json";
    public const string Batch = "application/cloudevents-batch+json";

    public string Source { get; init; } = "/end-to-end";

    public string? Time { get; init; }

    public string? Process { get; init; }

    public string? CaseId { get; init; }

    public string? Activity { get; init; }

    public string? Account { get; init; }

    public string? Channel { get; init; }

    /// <summary>The data as JSON text; null: none.</summary>
    public string? Data { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["specversion"] = "1.0", ["id"] = Id, ["source"] = Source, ["type"] = Type };
        foreach (var (name, value) in Extensions()) json[name] = value;
        if (Data is not null) json["data"] = JsonNode.Parse(Data);
        return json;
    }

    /// <summary>The optional attributes that are given.</summary>
    public IEnumerable<(string Name, string Value)> Extensions() =>
        from one in new (string Name, string? Value)[]
        {
            ("time", Time), ("customer", Customer), ("account", Account), ("process", Process), ("caseid", CaseId), ("activity", Activity), ("channel", Channel),
        }
        where one.Value is not null
        select (one.Name, one.Value);
}
