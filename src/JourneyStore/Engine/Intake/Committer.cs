using System.Threading.Channels;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Engine.Intake;

/// <summary>
/// Group commit: takes all works that wait in its lane, up to a limit, and stores them in one transaction; while it is at work, the next
/// batch gathers. One a lane, one batch at a time.
/// </summary>
internal sealed class Committer(IntakeQueue queue, int lane, IntakeOptions options, BatchStore store, TimeProvider time, ILogger logger)
{
    private long beganAt;

    /// <summary>How long the batch at work has been so; zero: none is.</summary>
    public TimeSpan AtWorkFor => Volatile.Read(ref beganAt) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    public async Task RunAsync()
    {
        var works = new List<IntakeWork>();
        var reader = queue.Lane(lane);
        while (await reader.WaitToReadAsync())
        {
            works.Clear();
            Gather(reader, works);
            // Nobody waits for any of them any more.
            if (works.Count == 0) continue;
            Volatile.Write(ref beganAt, time.GetTimestamp());
            try
            {
                await CommitAsync(works);
            }
            finally
            {
                Volatile.Write(ref beganAt, 0);
                foreach (var work in works) queue.Finished(work);
            }
            // Those who have just been answered go first: what they send next belongs to the next batch, which is so much fuller.
            await Task.Yield();
        }
    }

    private void Gather(ChannelReader<IntakeWork> reader, List<IntakeWork> works)
    {
        var events = 0;
        while (reader.TryPeek(out var next) && (events == 0 || (events + next.Events.Count <= options.MaxBatch && !next.IsAlone))
            && reader.TryRead(out next))
        {
            if (!next.TryBegin())
            {
                queue.Finished(next);
                continue;
            }
            works.Add(next);
            events += next.Events.Count;
            if (next.IsAlone) return;
        }
    }

    private async Task CommitAsync(List<IntakeWork> works)
    {
        try
        {
            await TryAsync(works);
        }
        catch (StoreUnavailableException away)
        {
            foreach (var work in works) work.Fail(away);
        }
        catch (Exception exception) when (works.Count > 1)
        {
            // One work of the batch cannot be stored; which one shows when each goes alone.
            logger.LogWarning(exception, "A batch of {Works} works failed; each is tried alone", works.Count);
            foreach (var work in works) await CommitAsync([work]);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "A request of {Events} events could not be stored", works[0].Events.Count);
            works[0].Fail(exception is StoreException ? exception : new StoreException("not-storable", "The events could not be stored; the log of the server says why.", exception));
        }
    }

    private async Task TryAsync(List<IntakeWork> works)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var results = await store.StoreAsync(works, CancellationToken.None);
                for (var i = 0; i < works.Count; i++) works[i].Complete(results[i]);
                return;
            }
            catch (ConflictException conflict) when (attempt < options.MaxTries)
            {
                logger.LogDebug(conflict, "A batch met another transaction; try {Attempt} of {MaxTries}", attempt + 1, options.MaxTries);
            }
            catch (ConflictException conflict)
            {
                throw new StoreUnavailableException(conflict);
            }
        }
    }
}
