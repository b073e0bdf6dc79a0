using System.Net.Sockets;
using JasperFx;
using JourneyStore.Engine.Errors;
using Npgsql;

namespace JourneyStore.Engine.Storage;

/// <summary>Says what a failure of the database means to the engine.</summary>
internal static class Failures
{
    /// <summary>How a statement ends a transaction that does not find what its writer took for granted: it divides by zero.</summary>
    private const string NotAsExpected = PostgresErrorCodes.DivisionByZero;

    /// <summary>The exception to throw instead; the same one when it has no special meaning.</summary>
    public static Exception Translate(Exception exception) => exception switch
    {
        // Another transaction was first, or a deadlock was broken: the batch can be tried again.
        PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.SerializationFailure or NotAsExpected,
        } met
            => new ConflictException(met),
        // Out of connections, shutting down, starting up, out of disk, read-only: the server is there but cannot take it now.
        PostgresException away when IsAway(away.SqlState) => new StoreUnavailableException(away),
        PostgresException other => other,
        NpgsqlException away => new StoreUnavailableException(away),
        TimeoutException away => new StoreUnavailableException(away),
        SocketException away => new StoreUnavailableException(away),
        IOException away => new StoreUnavailableException(away),
        // What Marten sent for us: what it says of it is of no use to anybody here, what the server said is.
        ConcurrencyException met => new ConflictException(met),
        not (StoreException or OperationCanceledException) when exception.InnerException is { } inner && Translate(inner) is var meant
            && (meant != inner || inner is NpgsqlException) => meant,
        _ => exception,
    };

    public static async Task<T> Guard<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (Translate(exception) is var meant && meant != exception)
        {
            throw meant;
        }
    }

    public static Task Guard(Func<Task> work) => Guard(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Whether the server itself has gone, or sends everybody away: then no connection that is open can be of use any more.</summary>
    public static bool IsLoss(NpgsqlException exception) => exception switch
    {
        PostgresException said => said.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        _ => exception.InnerException is IOException or SocketException,
    };

    /// <summary>Gives up what a connection has under way, if it can still be told to.</summary>
    public static async Task RollBackAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var rollback = connection.Command("rollback");
            await rollback.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is broken, so the server has ended the transaction already.
        }
    }

    private static bool IsAway(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
        || state is "53100" or "53200" or "53300" or "58030" or "25006";
}
