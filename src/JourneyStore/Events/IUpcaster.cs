using System.Text.Json.Nodes;

namespace JourneyStore.Events;

/// <summary>Reads data of one version of an event type as the next version. Pure; found by itself; a chain of them reaches the newest.</summary>
public interface IUpcaster
{
    /// <summary>The event type.</summary>
    string EventType { get; }

    /// <summary>The version it reads; it answers with this version + 1.</summary>
    int FromVersion { get; }

    /// <summary>The data in the shape of the next version. May change and return its argument.</summary>
    JsonObject Upcast(JsonObject data);
}
