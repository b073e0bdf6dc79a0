using System.Runtime.CompilerServices;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Storage;
using JourneyStore.Events;
using JourneyStore.Events.Identity;

namespace JourneyStore.Engine.Log;

/// <summary>Follows the log as it grows; never passes an event that may still appear.</summary>
internal sealed class LogTail(Database storage, EventReader reader)
{
    private const int Page = 500;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">Only this customer; null: all.</param>
    /// <param name="after">Position to go on after; null: from now on.</param>
    /// <param name="ct">Ends it.</param>
    public async IAsyncEnumerable<JourneyEvent> FollowAsync(
        string tenant, CustomerRef? customer, long? after, [EnumeratorCancellation] CancellationToken ct)
    {
        HashSet<string>? only = null;
        if (customer is { } reference)
        {
            var id = await storage.ResolveAsync(tenant, reference, ct) ?? throw CustomerReader.Unknown(reference);
            only = [.. await storage.ReadStreamsAsync(tenant, id, ct)];
        }
        var log = new SafeLog(storage);
        var position = after ?? await storage.ReadHighestPositionAsync(ct);
        Task? woken = null;
        while (!ct.IsCancellationRequested)
        {
            // Listening begins before the look: what is appended after the look ends the wait.
            if (woken is null or { IsCompleted: true }) woken = storage.WaitForAppendAsync(Look, ct);
            var events = await log.ReadAsync(position, Page, ct);
            if (events.Count == 0 && !log.MetHole) await woken;
            foreach (var stored in events)
            {
                position = stored.Position;
                if (stored.Tenant != tenant || only?.Contains(stored.Customer) is false) continue;
                var @event = reader.Read(stored);
                // Whoever has joined the customer, and whom the customer has joined, is meant from here on.
                if (only is not null && @event.Body is CustomersMerged merged) only.UnionWith([merged.From, merged.Into]);
                yield return @event;
            }
        }
    }
}
