using JourneyStore.Engine.Errors;

namespace JourneyStore.Engine.Storage;

/// <summary>Why an event cannot be skipped now.</summary>
public static class RebuildBeside
{
    /// <summary>Code <c>rebuild-beside</c>: a next generation is being made, which may hold the event already.</summary>
    public static StoreException Of(string view) => new(
        "rebuild-beside",
        $"A rebuild or a shadow of '{view}' stands beside the rows in use. "
        + "Wait for the rebuild (go on with one that was broken off), or promote or discard what stands beside; then skip.");
}
