namespace JourneyStore.Engine.Replay;

/// <summary>
/// A load under way: what is appended is not folded into the inline views, which are built in bulk at its end. Their rebuilds are owned until
/// disposal, so that nobody builds beside it.
/// </summary>
/// <param name="owned">The rebuilds of the inline views.</param>
/// <param name="switches">How often rebuilt rows had been put into use when it began.</param>
internal sealed class BulkLoad(OwnedRebuilds owned, long switches) : IAsyncDisposable
{
    /// <summary>
    /// Whether a batch leaves the rows as they are. Once rows have been put into use, whoever did it, nothing is left any more: the batch
    /// asks inside its transaction, and a switch waits for the batches that are at work and brings their customers up to date.
    /// </summary>
    /// <param name="switchesNow">How often rebuilt rows have been put into use, as the batch sees it.</param>
    public bool LeavesRows(long switchesNow) => switchesNow == switches;

    public ValueTask DisposeAsync() => owned.DisposeAsync();
}
