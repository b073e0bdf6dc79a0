using JourneyStore.Engine.Identity;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Projections.Checkpoints;
using Marten;

namespace JourneyStore.Engine;

/// <summary>How an engine runs.</summary>
public sealed record EngineOptions
{
    /// <summary>The intake's limits and sizes.</summary>
    public IntakeOptions Intake { get; init; } = new();

    /// <summary>
    /// The rules by which identifiers name customers: their forms, what names nobody, what a type is good for. Null, the default: what the settings
    /// <c>JOURNEYSTORE_IDENTITY</c> and <c>JOURNEYSTORE_PHONE_REGION</c> say where a host or the command line runs the engine, else
    /// <see cref="IdentityRules.Default"/>. All processes of a store say the same.
    /// </summary>
    public IdentityRules? Identity { get; init; }

    /// <summary>
    /// What an application adds to Marten's options: documents and projections of its own. Its inline projections run with every append, and are
    /// right under
    /// concurrency: the streams are theirs until the commit. Null: nothing.
    /// </summary>
    public Action<StoreOptions>? Marten { get; init; }

    /// <summary>
    /// Whether events bear Marten's tags <see cref="Events.CustomerTag"/> and <see cref="Events.CaseTag"/>, for its queries by tag and its
    /// boundaries of consistency, which see what
    /// the intake appends. Default false: they cost an event a tenth and more. Needs the extension hstore, which the database's owner may create.
    /// Events that were stored
    /// before bear none. All processes of a store say the same.
    /// </summary>
    public bool Tags { get; init; }

    /// <summary>Whether this process folds async projections. Default true; a short-lived command that only reads says false.</summary>
    public bool RunProjections { get; init; } = true;

    /// <summary>
    /// Whether the async projections that this process runs wait for <see cref="JourneyEngine.BeginProjections"/>. Default false. Whoever appends
    /// a great deal and waits for the views only at the end says true: they are folded in full batches then, or built in bulk, instead of beside it;
    /// <see cref="JourneyEngine.TryBeginLoadAsync"/> leaves inline views to that end as well.
    /// </summary>
    public bool HoldProjections { get; init; }

    /// <summary>
    /// An async projection that has folded nothing yet and finds more events than this is rebuilt in bulk, group by group, instead of following
    /// the log batch by batch: a new view on a large log. Default 20,000; from 1.
    /// </summary>
    public long BulkFrom { get; init; } = 20_000;

    /// <summary>
    /// Bytes of view rows (as stored) of customers asked for or decided on lately that are remembered, so as not to read them again while nothing
    /// has happened but what this process stored; in memory they take two to three times as much. Default 96 MiB, room for some 40,000 customers;
    /// range 0 (remember nothing) to 4 GiB.
    /// </summary>
    public long RememberedContextBytes { get; init; } = 96L * 1024 * 1024;

    /// <summary>Sizes of what keeps the order of occurrence.</summary>
    internal OrderOptions Order { get; init; } = new();

    /// <summary>Told of each step that an erasure has reached; a test ends the process there. Null: nobody is.</summary>
    internal Action<string>? ErasureReached { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    internal void Check()
    {
        Intake.Check();
        if (BulkFrom < 1) throw new ArgumentOutOfRangeException(nameof(BulkFrom), BulkFrom, "BulkFrom must be at least 1.");
        if (RememberedContextBytes is < 0 or > 4L * 1024 * 1024 * 1024)
            throw new ArgumentOutOfRangeException(nameof(RememberedContextBytes), RememberedContextBytes, "RememberedContextBytes must be from 0 to 4 GiB.");
    }
}
