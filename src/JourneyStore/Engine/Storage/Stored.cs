using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Engine.Storage;

/// <summary>A customer as stored.</summary>
/// <param name="Mark">Who, and as of when.</param>
/// <param name="Details">All else; null: it is as the caller knows it.</param>
public sealed record StoredCustomer(CustomerMark Mark, CustomerDetails? Details);

/// <summary>Tells whether anything of a customer's identifiers and inline views has changed: all of them change with the stream, or with a
/// rebuild.</summary>
/// <param name="Customer">Our id.</param>
/// <param name="Stream">Where the stream stands.</param>
/// <param name="Switches">How often rebuilt rows of inline views were put into use.</param>
public readonly record struct CustomerMark(string Customer, StreamPlace Stream, long Switches);

/// <summary>What is stored of a customer.</summary>
/// <param name="Position">Position of the newest event by version.</param>
/// <param name="Identifiers">Written identifiers, sorted.</param>
/// <param name="Views">Rows in the order asked for; null: no row.</param>
public sealed record CustomerDetails(long Position, IReadOnlyList<string> Identifiers, LoadedView?[] Views)
{
    /// <summary>When the newest event occurs; the beginning of time without any.</summary>
    public DateTimeOffset Newest { get; init; }

    /// <summary>When the earliest event occurred that is stored and not folded into the rows; null: all are.</summary>
    public DateTimeOffset? Unsettled { get; init; }
}

/// <summary>Which part of a timeline; types are stored names.</summary>
public sealed record StoredTimelineQuery(
    string Tenant, string Customer, int Limit, OccurrencePlace? Before, DateTimeOffset? From, DateTimeOffset? To, string[]? Types,
    DateTimeOffset? RecordedUpTo,
    DateTimeOffset? OccurredUpTo);

/// <summary>What one snapshot shows of the log after a position.</summary>
/// <param name="Events">By position.</param>
/// <param name="OldestRunning">The snapshot's <c>xmin</c>: every older transaction had ended when the snapshot was taken.</param>
public sealed record LogWindow(IReadOnlyList<StoredEvent> Events, ulong OldestRunning);

/// <summary>Where a page of rows ended.</summary>
/// <param name="Rank">The last row's rank, for a ranked view.</param>
/// <param name="Key">The last row's key.</param>
public sealed record RowCursor(double Rank, string Key);

/// <summary>A row with its rank.</summary>
/// <param name="Rank">0 for a view without ranks.</param>
/// <param name="Row">The row.</param>
public readonly record struct RankedRow(double Rank, ViewRow Row);

/// <summary>Numbers for the status.</summary>
public sealed record StoredCounts(
    long Events, long Customers, long Held, long DatabaseBytes, string DatabaseVersion, IReadOnlyDictionary<string, long> Rows)
{
    /// <summary>Identity conflicts.</summary>
    public long Conflicts { get; init; }
}
