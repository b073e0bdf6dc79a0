using System.Runtime.CompilerServices;
using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>Reads an answer of any number of rows.</summary>
internal static class LongAnswer
{
    // As long as the server is ahead, the loop never waits, and whoever takes the rows works in between.
    private const int RowsATurn = 256;

    /// <summary>Its rows, one by one. After some the loop goes back to the thread pool, so that the thread that heard the reply hears others (<see
    /// cref="InlineCompletions"/>).</summary>
    public static async IAsyncEnumerable<T> RowsAsync<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read,
        [EnumeratorCancellation] CancellationToken ct)
    {
        for (var row = 1; await reader.ReadAsync(ct); row++)
        {
            if (row % RowsATurn == 0) await Task.Yield();
            yield return read(reader);
        }
    }
}
