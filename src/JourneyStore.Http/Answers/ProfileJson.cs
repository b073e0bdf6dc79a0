using System.Text.Json;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Http.Answers;

/// <summary>What the view <c>profile</c> shows as JSON, and what is lifted out of it. Looks at names only, so that another profile can take its
/// place.</summary>
internal static class ProfileJson
{
    /// <summary>Name of the view.</summary>
    public const string View = "profile";

    /// <summary>The customer's profile; empty: the inventory has no such view.</summary>
    public static ReadOnlyMemory<byte> Of(CustomerContext context) => Of(context, View);

    /// <summary>What a view shows of the customer; empty: the inventory has no such view.</summary>
    public static ReadOnlyMemory<byte> Of(CustomerContext context, string view) =>
        context.Shown(view) is { } row ? JsonSerializer.SerializeToUtf8Bytes(row, row.GetType(), ViewJson.Options) : default;

    /// <summary>A value inside a JSON object, by the names that lead to it; empty: it is not there.</summary>
    public static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> json, params ReadOnlySpan<string> path)
    {
        if (json.IsEmpty) return default;
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        foreach (var name in path)
            if (!Enter(ref reader, name)) return default;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static bool Enter(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }
        return false;
    }
}
