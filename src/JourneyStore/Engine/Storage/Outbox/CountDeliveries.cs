using JourneyStore.Engine.Storage;
using Npgsql;

namespace JourneyStore.Engine.Storage.Outbox;

/// <summary>What every reaction has before it. Asked for every two seconds, so it counts no further than anybody needs to know.</summary>
internal static class CountDeliveries
{
    private const int CountUpTo = 100_000;

    private static readonly string Statement =
        $"""
        select reaction, count(*) filter (where not dead), count(*) filter (where dead),
          (array_agg(reason order by number desc) filter (where reason is not null))[1]
        from (select reaction, dead, reason, number from js_outbox order by number limit {CountUpTo}) o group by reaction
        """;

    public static async Task<IReadOnlyList<DeliveryCount>> RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var counts = new List<DeliveryCount>();
        await using var command = connection.Command(Statement);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            counts.Add(new DeliveryCount(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return counts;
    }
}
