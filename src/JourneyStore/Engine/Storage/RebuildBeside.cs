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

    /// <summary>The same code: what stands beside may hold the data of a person who is to be erased.</summary>
    public static StoreException Erasing(string view) => new(
        "rebuild-beside",
        $"A rebuild or a shadow of '{view}' stands beside the rows in use, and may hold the person's data. "
        + "Wait for the rebuild (go on with one that was broken off), or promote or discard what stands beside; then erase.");

    /// <summary>Code <c>erasure-beside</c>: what a rebuild reads now may be what is being erased.</summary>
    public static StoreException BesideErasure(string view) => new(
        "erasure-beside",
        $"A person is being erased, and what a rebuild of '{view}' would read now may be of before. Erasures go on by themselves while a server runs, "
        + "and with journey erase; then rebuild.");
}
