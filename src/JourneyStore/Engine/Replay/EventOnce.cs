using JourneyStore.Engine.Log;
using JourneyStore.Events;

namespace JourneyStore.Engine.Replay;

/// <summary>Reads a stored event when the first view asks for it, and gives the others the same one. Not for concurrent use.</summary>
internal sealed class EventOnce(EventReader reader)
{
    private JourneyEvent? read;

    public JourneyEvent Of(in StoredEvent stored) => read?.Position == stored.Position ? read : read = reader.Read(stored);
}
