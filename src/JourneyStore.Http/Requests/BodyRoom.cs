namespace JourneyStore.Http.Requests;

/// <summary>The memory that the bodies of all requests under way share: however many come at once, they hold no more than this.</summary>
/// <param name="most">Most bytes.</param>
internal sealed class BodyRoom(long most)
{
    private long held;

    /// <summary>Bytes held now.</summary>
    public long Held => Volatile.Read(ref held);

    /// <summary>The place of one request; given back when the request ends.</summary>
    public Place Open() => new(this);

    /// <summary>What one request holds. Not for concurrent use.</summary>
    public sealed class Place(BodyRoom room) : IDisposable
    {
        private long mine;

        /// <summary>Makes room for so many bytes in all; false: there is none.</summary>
        public bool TryGrowTo(long bytes)
        {
            var more = bytes - mine;
            if (more <= 0) return true;
            if (Interlocked.Add(ref room.held, more) > room.Most)
            {
                Interlocked.Add(ref room.held, -more);
                return false;
            }
            mine = bytes;
            return true;
        }

        /// <inheritdoc />
        public void Dispose()
        {
            Interlocked.Add(ref room.held, -mine);
            mine = 0;
        }
    }

    private long Most => most;
}
