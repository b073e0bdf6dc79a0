using JourneyStore.Engine.Log;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Engine.Storage;

/// <summary>Reads what a question needs, each in one round trip.</summary>
public interface IReadStorage
{
    /// <summary>A customer with the rows of the named views, all of one moment; null: no such customer.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">How the caller names the customer.</param>
    /// <param name="views">Inline views.</param>
    /// <param name="known">What the caller knows already: when it is still so, only that is said. Null: nothing.</param>
    /// <param name="ct">Ends it.</param>
    Task<StoredCustomer?> ReadCustomerAsync(string tenant, CustomerRef customer, IReadOnlyList<string> views, CustomerMark? known, CancellationToken ct);

    /// <summary>Our id of a customer; null: no such customer.</summary>
    Task<string?> ResolveAsync(string tenant, CustomerRef customer, CancellationToken ct);

    /// <summary>A page of a history in the order things occurred.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct);

    /// <summary>A page of a stream by version; forwards: versions from <paramref name="from"/> up, else from there down.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(string tenant, string customer, long from, bool forwards, int limit, CancellationToken ct);

    /// <summary>A page of a timeline, newest first.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadTimelineAsync(StoredTimelineQuery query, CancellationToken ct);

    /// <summary>An event by its key; null: not stored.</summary>
    Task<StoredEvent?> ReadEventAsync(string tenant, Guid key, CancellationToken ct);

    /// <summary>Rows that follow a position, with the snapshot that saw them.</summary>
    Task<LogWindow> ReadLogAsync(long after, int limit, CancellationToken ct);

    /// <summary>
    /// Draws a transaction id and ends its transaction: every transaction that has an id by now has a lower one. (The <c>xmax</c> of a
    /// snapshot does not say that: it follows the newest transaction that has <i>ended</i>, and running ones may lie above it.)
    /// </summary>
    Task<ulong> DrawTransactionAsync(CancellationToken ct);

    /// <summary>Highest position visible now; holes below it may still be filled.</summary>
    Task<long> ReadHighestPositionAsync(CancellationToken ct);

    /// <summary>Ends when new events may be there, or after the time given.</summary>
    Task WaitForAppendAsync(TimeSpan atMost, CancellationToken ct);

    /// <summary>A page of a view's rows.</summary>
    Task<IReadOnlyList<RankedRow>> ReadViewAsync(string tenant, ViewTable view, int limit, RowCursor? after, CancellationToken ct);

    /// <summary>One row of a view; null: none.</summary>
    Task<ViewRow?> ReadViewRowAsync(string tenant, string view, string key, CancellationToken ct);

    /// <summary>Numbers for the status.</summary>
    Task<StoredCounts> ReadCountsAsync(IReadOnlyList<string> views, CancellationToken ct);
}

/// <summary>A customer as stored.</summary>
/// <param name="Mark">Who, and as of when.</param>
/// <param name="Details">All else; null: it is as the caller knows it.</param>
public sealed record StoredCustomer(CustomerMark Mark, CustomerDetails? Details);

/// <summary>Tells whether anything of a customer's identifiers and inline views has changed: all of them change with the stream, or with a rebuild.</summary>
/// <param name="Customer">Our id.</param>
/// <param name="Stream">Where the stream stands.</param>
/// <param name="Switches">How often rebuilt rows of inline views were put into use.</param>
public readonly record struct CustomerMark(string Customer, StreamPlace Stream, long Switches);

/// <summary>What is stored of a customer.</summary>
/// <param name="Position">Position of the newest event by version.</param>
/// <param name="Identifiers">Written identifiers, sorted.</param>
/// <param name="Views">Rows in the order asked for; null: no row.</param>
public sealed record CustomerDetails(long Position, IReadOnlyList<string> Identifiers, LoadedView?[] Views);

/// <summary>Which part of a timeline.</summary>
public sealed record StoredTimelineQuery(
    string Tenant, string Customer, int Limit, OccurrencePlace? Before, DateTimeOffset? From, DateTimeOffset? To, string? Type, DateTimeOffset? RecordedUpTo,
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
    long Events, long Customers, long Held, long DatabaseBytes, string DatabaseVersion, IReadOnlyDictionary<string, long> Rows);
