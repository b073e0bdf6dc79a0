using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>A delivery as the outbox in memory keeps it.</summary>
internal sealed record MemoryDelivery(
    long Number, string Reaction, CustomerKey Customer, long Position, DateTimeOffset DueAt, int Tries, string? Reason, bool Dead);

/// <summary>The outbox in the contents.</summary>
internal static class OutboxRows
{
    public static Contents Want(Contents contents, BatchWrites writes, Func<long> nextNumber) => contents with
    {
        Outbox = contents.Outbox.AddRange(writes.Outbox
            .Select(w => new MemoryDelivery(
                nextNumber(), w.Reaction, new CustomerKey(w.Tenant, w.Customer), w.Position, writes.RecordedAt, 0, w.Refused, w.Refused is not null))
            .Select(row => KeyValuePair.Create(row.Number, row))),
    };

    public static Contents Claim(
        Contents contents, string reaction, DateTimeOffset now, DateTimeOffset until, int limit, out IReadOnlyList<StoredDelivery> claimed)
    {
        MemoryDelivery[] taken =
        [
            .. contents.Outbox.Values.Where(row => row.Reaction == reaction && !row.Dead)
                .GroupBy(row => row.Customer).Select(customer => customer.MinBy(row => row.Position)!).Where(row => row.DueAt <= now)
                .OrderBy(row => row.DueAt).ThenBy(row => row.Position).Take(limit)
                .Select(row => row with { DueAt = until, Tries = row.Tries + 1 }),
        ];
        claimed = [.. taken.OrderBy(row => row.Position).Select(row => new StoredDelivery(row.Number, row.Tries, contents.Log.After(row.Position - 1).First()))];
        return Set(contents, taken);
    }

    public static Contents Fail(Contents contents, FailedDelivery failed)
    {
        if (!contents.Outbox.TryGetValue(failed.Number, out var row) || row.Dead || row.Tries != failed.Try) return contents;
        var behind = failed.Dead ? [] : contents.Outbox.Values.Where(other => other.Reaction == row.Reaction && other.Customer == row.Customer && !other.Dead);
        return Set(Set(contents, behind.Select(other => other with { DueAt = failed.DueAt })), [row with { DueAt = failed.DueAt, Reason = failed.Reason, Dead = failed.Dead }]);
    }

    public static Contents Revive(Contents contents, string tenant, string? reaction, DateTimeOffset now, out long revived)
    {
        var rows = Dead(contents, tenant, reaction).ToArray();
        revived = rows.Length;
        return Set(contents, rows.Select(row => row with { Dead = false, Tries = 0, DueAt = now }));
    }

    public static IEnumerable<MemoryDelivery> Dead(Contents contents, string tenant, string? reaction) => contents.Outbox.Values.Where(
        row => row.Dead && row.Customer.Tenant == tenant && (reaction is null || row.Reaction == reaction));

    public static IReadOnlyList<DeliveryCount> Count(Contents contents) =>
    [
        .. contents.Outbox.Values.GroupBy(row => row.Reaction).Select(of => new DeliveryCount(
            of.Key, of.LongCount(row => !row.Dead), of.LongCount(row => row.Dead), of.LastOrDefault(row => row.Reason is not null)?.Reason)),
    ];

    private static Contents Set(Contents contents, IEnumerable<MemoryDelivery> rows) =>
        contents with { Outbox = contents.Outbox.SetItems(rows.Select(row => KeyValuePair.Create(row.Number, row))) };
}
