using JourneyStore.Engine;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>What is written to: an engine, and hand-written code on a database of its own. Every customer exists on both sides, with rows of the size that the engine's really have.</summary>
internal sealed class IngestStore : IAsyncDisposable
{
    private const int Batch = 500;

    private readonly NpgsqlDataSource source;
    private readonly string connectionString;

    private IngestStore(JourneyEngine engine, string connectionString, HandWritten byHand, NpgsqlDataSource source) =>
        (Engine, this.connectionString, ByHand, this.source) = (engine, connectionString, byHand, source);

    public JourneyEngine Engine { get; }

    public HandWritten ByHand { get; }

    /// <summary>Measurements before the first that counts: in a quick run they are short.</summary>
    public static int WarmUps(Ground ground) => ground.Quick ? 3 : 1;

    /// <summary>The one of this run.</summary>
    public static Task<IngestStore> OfAsync(Ground ground) => ground.SharedAsync(nameof(IngestStore), () => MakeAsync(ground));

    /// <summary>Rows grow with what happened to a customer, and those of the hand-written code with them.</summary>
    public async Task ReadRowsAgainAsync() => ByHand.Rows = await SampleRows.ReadAsync(connectionString);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await source.DisposeAsync();
    }

    private static async Task<IngestStore> MakeAsync(Ground ground)
    {
        var (engine, connectionString) = await ground.OpenEngineAsync(projections: false);
        var batches = Ground.Customers * (ground.Quick ? 1 : 2) / Batch;
        await Load.RateAsync(ground.Time, 32, batches, _ => engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, Batch).Select(_ => ground.Event())]), default));
        var (source, _) = await ground.OpenBaselineAsync();
        var byHand = new HandWritten(source) { Rows = await SampleRows.ReadAsync(connectionString) };
        await Load.RateAsync(ground.Time, 4, batches, _ => byHand.WriteAsync(Batch, ground.Time.GetUtcNow().UtcDateTime));
        return new IngestStore(engine, connectionString, byHand, source);
    }
}
