using JourneyStore.Engine;
using Marten;
using Npgsql;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>What is written to: an engine, and hand-written code on a database of its own. Every customer exists on both sides, with rows of the size
/// that the engine's really have.</summary>
internal sealed class IngestStore : IAsyncDisposable
{
    private const int Batch = 500;

    private readonly NpgsqlDataSource source;
    private readonly string connectionString;

    private readonly bool own;

    private IngestStore(JourneyEngine engine, string connectionString, HandWritten byHand, NpgsqlDataSource source, bool own) =>
        (Engine, this.connectionString, ByHand, this.source, this.own) = (engine, connectionString, byHand, source, own);

    public JourneyEngine Engine { get; }

    public HandWritten ByHand { get; }

    /// <summary>Measurements before the first that counts: in a quick run they are short.</summary>
    public static int WarmUps(Ground ground) => ground.Quick ? 3 : 1;

    /// <summary>The one of this run.</summary>
    /// <param name="ground">Where.</param>
    /// <param name="own">With two ordinary inline projections of an application beside ours; the hand-written code writes their rows too.</param>
    public static Task<IngestStore> OfAsync(Ground ground, bool own = false) =>
        ground.SharedAsync((nameof(IngestStore), own), () => MakeAsync(ground, own));

    /// <summary>One of its own, whose customers have as short a history as those of a store that begins beside it.</summary>
    public static Task<IngestStore> FreshAsync(Ground ground) => MakeAsync(ground, own: false);

    /// <summary>Rows grow with what happened to a customer, and those of the hand-written code with them.</summary>
    public async Task ReadRowsAgainAsync()
    {
        ByHand.Rows = await SampleRows.ReadAsync(connectionString);
        if (own) ByHand.Own = await SampleRows.OfAsync(connectionString, Ordinary.Tables);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await source.DisposeAsync();
    }

    private static async Task<IngestStore> MakeAsync(Ground ground, bool own)
    {
        Action<StoreOptions>? marten = own ? Ordinary.Inline : null;
        var (engine, connectionString) = await ground.OpenEngineAsync(projections: false, marten);
        var batches = Ground.Customers * (ground.Quick ? 1 : 2) / Batch;
        await Load.RateAsync(ground.Time, 32, batches, _ =>
            engine.AppendAsync(Ground.Request([.. Enumerable.Range(0, Batch).Select(_ => ground.Event())]), default));
        var (source, _) = await ground.OpenBaselineAsync(marten);
        var made = new IngestStore(engine, connectionString, new HandWritten(source), source, own);
        await made.ReadRowsAgainAsync();
        await Load.RateAsync(ground.Time, 4, batches, _ => made.ByHand.WriteAsync(Batch, ground.Time.GetUtcNow().UtcDateTime));
        return made;
    }
}
