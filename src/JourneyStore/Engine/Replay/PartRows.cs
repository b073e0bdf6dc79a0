using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Rebuilding;

namespace JourneyStore.Engine.Replay;

/// <summary>Rows of a part on their way to the database: gathered view by view, and written while the fold goes on. Not for concurrent use.</summary>
internal sealed class PartRows(PartWriter writer, IReadOnlyList<ViewTable> views) : IAsyncDisposable
{
    // A view has gathered at most this, and another such heap is being written, whatever the length of the log.
    private const int MostBytes = 1024 * 1024;
    private const int MostRows = 2_000;

    private readonly (List<ViewWrite> Rows, long Bytes)[] gathered = [.. views.Select(_ => (new List<ViewWrite>(), 0L))];
    private Task writing = Task.CompletedTask;

    public async ValueTask AddAsync(int view, ViewWrite row, CancellationToken ct)
    {
        ref var heap = ref gathered[view];
        heap.Rows.Add(row);
        heap.Bytes += row.Json.Length;
        if (heap.Bytes >= MostBytes || heap.Rows.Count >= MostRows) await WriteAsync(view, ct);
    }

    /// <summary>Writes what has been gathered; all is written when it ends.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        for (var view = 0; view < gathered.Length; view++) await WriteAsync(view, ct);
        await writing;
    }

    // The writer takes one call at a time, so nobody lets go of it before its call has ended. What that call had to say, its caller knows or need not
    // know.
    public async ValueTask DisposeAsync() => await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task WriteAsync(int view, CancellationToken ct)
    {
        await writing;
        var rows = gathered[view].Rows;
        gathered[view] = ([], 0);
        if (rows.Count > 0) writing = writer.WriteAsync(views[view], rows, ct);
    }
}
