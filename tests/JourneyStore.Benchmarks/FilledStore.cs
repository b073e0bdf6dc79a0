using JourneyStore.Engine;
using Npgsql;

namespace JourneyStore.Benchmarks;

/// <summary>A store with a log of some size and current inline views.</summary>
/// <param name="Engine">An engine on it.</param>
/// <param name="Source">Connections to it for hand-written code.</param>
/// <param name="Customers">Its customers, <c>crm:c0</c> and on.</param>
internal sealed record FilledStore(JourneyEngine Engine, NpgsqlDataSource Source, int Customers) : IAsyncDisposable
{
    public static async Task<FilledStore> MakeAsync(Ground ground, int customers, int rounds)
    {
        var (source, connectionString) = await ground.OpenBaselineAsync();
        await LargeLog.AddAsync(source, "c", customers, rounds, ground.Began.AddDays(-30));
        var engine = await ground.OpenEngineAsync(connectionString, projections: false);
        foreach (var view in engine.Views.Where(view => view.Freshness == "inline")) await engine.RebuildAsync(view.Name, shadow: false, null, default);
        await SettleAsync(source);
        return new FilledStore(engine, source, customers);
    }

    /// <summary>A customer for a call: an order that looks random and is the same for both sides.</summary>
    public string Pick(int call) => $"c{(uint)(call * 2654435761L) % Customers}";

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Source.DisposeAsync();
    }

    /// <summary>Does at once what the server would do in the background, beside what is measured: a store of this size was not filled a moment
    /// ago.</summary>
    private static async Task SettleAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        await LargeLog.ExecuteAsync(connection, "vacuum analyze");
        await LargeLog.ExecuteAsync(connection, "checkpoint");
    }
}
