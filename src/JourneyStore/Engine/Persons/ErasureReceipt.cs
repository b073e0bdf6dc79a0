namespace JourneyStore.Engine.Persons;

/// <summary>How much an erasure takes out of the places in which a person's data is.</summary>
/// <param name="Events">Events whose personal data is taken out; they stay, as what happened to somebody.</param>
/// <param name="Identifiers">Identifiers that are dropped.</param>
/// <param name="Rows">Rows of views, folded anew from what is left of the events.</param>
/// <param name="Checkpoints">Checkpoints of inline views that are dropped.</param>
/// <param name="Held">Held events that named the person, and do not any more.</param>
/// <param name="Messages">Dead letters and other messages about the person that are thrown away.</param>
/// <param name="Conflicts">Identity conflicts that are dropped.</param>
/// <param name="Notes">Reasons why something was parked, left out or not delivered that are blanked.</param>
public sealed record ErasureCounts(
    long Events = 0, long Identifiers = 0, long Rows = 0, long Checkpoints = 0, long Held = 0, long Messages = 0, long Conflicts = 0, long Notes = 0);

/// <summary>What is kept of an erasure: that it was done, not whose name was erased.</summary>
/// <param name="Number">Its place in the list of erasures, rising.</param>
/// <param name="Id">Its id.</param>
/// <param name="Customer">Our id of the customer, who has no name any more.</param>
/// <param name="By">Who decided.</param>
/// <param name="Why">Why.</param>
/// <param name="BegunAt">When it began, UTC.</param>
/// <param name="DoneAt">When it was done, UTC; null: it is under way, and goes on by itself.</param>
/// <param name="Counts">What it has taken out.</param>
public sealed record ErasureReceipt(
    long Number, string Id, string Customer, string By, string Why, DateTimeOffset BegunAt, DateTimeOffset? DoneAt, ErasureCounts Counts)
{
    /// <summary>What no erasure reaches, in plain words.</summary>
    public static IReadOnlyList<string> OutOfReach { get; } =
    [
        "backups and replicas made before",
        "PostgreSQL's log (WAL), and what its pages hold of old rows until a vacuum",
        "what was delivered before to webhooks and other handlers",
        "files from which was imported, and exports",
        "documents, projections and messages of an application's own that do not name the person by our id or an identifier",
        "process, case id, activity and type of events, which are taken to name no person",
    ];

    /// <summary>Views that do not take the events as they are now: the customer's row is gone, not folded anew, and where the view is inline the
    /// stream takes no event, <c>customer.erased</c> neither, until its fold is mended. Empty: all do.</summary>
    public IReadOnlyList<string> WithoutRow { get; init; } = [];

    /// <summary>What was not done (<see cref="OutOfReach"/>).</summary>
    public IReadOnlyList<string> NotDone => OutOfReach;
}

/// <summary>What came of asking for an erasure.</summary>
/// <param name="DryRun">True: nothing is changed, the counts say what would be.</param>
/// <param name="AlreadyErased">True: nothing was left to be done, the receipt is that of the time before.</param>
/// <param name="Receipt">The receipt; of a dry run without number, id and moments of its own.</param>
public sealed record ErasureOutcome(bool DryRun, bool AlreadyErased, ErasureReceipt Receipt);

/// <summary>A page of erasures.</summary>
/// <param name="Erasures">Oldest first.</param>
/// <param name="Next">Number to go on after; null: this was the last page.</param>
public sealed record ErasurePage(IReadOnlyList<ErasureReceipt> Erasures, long? Next);
