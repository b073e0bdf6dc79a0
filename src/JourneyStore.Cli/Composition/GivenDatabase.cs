using JourneyStore.Engine.Errors;
using Npgsql;

namespace JourneyStore.Cli.Composition;

/// <summary>A database that the user runs: it may be slow to come up, and then a moment's patience saves a restart.</summary>
internal static class GivenDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when the database answers; hands its address on before, as soon as it has been seen to be one.</summary>
    /// <exception cref="StoreException">It does not: code <c>database-away</c>, or <c>database-refused</c> when waiting cannot help.</exception>
    public static async Task ReachAsync(string connection, Action<string> found, Invocation run)
    {
        Check(connection);
        found(connection);
        var start = run.Time.GetTimestamp();
        for (var first = true; ; first = false)
        {
            try
            {
                await using var door = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
                await door.OpenAsync(run.Stop);
                return;
            }
            catch (NpgsqlException problem) when (problem.IsTransient || problem.InnerException is not null and not PostgresException)
            {
                if (run.Time.GetElapsedTime(start) >= Patience) throw Away(connection, problem);
                if (first) run.Screen.Passing($"Waiting for the database at {Describe(connection)} …");
                await Task.Delay(Pause, run.Time, run.Stop);
            }
            catch (NpgsqlException problem)
            {
                throw new StoreException(
                    "database-refused", $"The database at {Describe(connection)} refused us: {problem.Message}. Check {Settings.DatabaseName} or --db.", problem);
            }
        }
    }

    /// <summary>Host, port and database; never the password.</summary>
    public static string Describe(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        return $"{parts.Host}:{parts.Port}/{parts.Database ?? parts.Username}";
    }

    private static void Check(string connection)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException)
        {
            throw new UsageException(
                $"{Settings.DatabaseName} or --db is no Npgsql connection string ({problem.Message}). Expected something like 'Host=localhost;Database=journeys;Username=me;Password=…'.");
        }
    }

    private static StoreException Away(string connection, Exception problem) => new(
        "database-away",
        $"No answer from the database at {Describe(connection)} within {Patience.TotalSeconds:0} s: {problem.InnerException?.Message ?? problem.Message}. " +
        $"Is it running? Leave {Settings.DatabaseName} and --db out to use the embedded server.",
        problem);
}
