using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace JourneyStore.Ingestion.Logs;

/// <summary>
/// Reads event logs: CSV, XES, OCEL 2.0 JSON and NDJSON of CloudEvents; plain, as .gz, and each log inside a .zip. Memory does not grow
/// with the number of events. What cannot be read comes out as a reject; only a file that is not there, or that the disk refuses to
/// read, is an exception.
/// </summary>
public static class LogFile
{
    private const int BatchSize = 256;

    // Records of rejects may be large; a batch of them is no larger than one of events.
    private const long BatchLength = 1_000_000;

    /// <summary>Reads a file by a map.</summary>
    /// <param name="path">The file.</param>
    /// <param name="map">What its rows mean.</param>
    /// <param name="ct">Stops the reading.</param>
    public static IAsyncEnumerable<LogItem> ReadAsync(string path, LogMap? map, CancellationToken ct = default) =>
        ReadAsync(path, map, null, ct);

    /// <summary>Reads a file by a map, or without one when it is NDJSON of CloudEvents.</summary>
    /// <param name="path">The file.</param>
    /// <param name="map">What its rows mean; null: its lines are CloudEvents.</param>
    /// <param name="cloudEvent">Reads one line as a CloudEvent; null: the file is none of CloudEvents.</param>
    /// <param name="ct">Stops the reading.</param>
    public static IAsyncEnumerable<LogItem> ReadAsync(string path, LogMap? map, CloudEventLine? cloudEvent, CancellationToken ct = default) =>
        ReadAsync(LogInput.File(path), map, cloudEvent, ct);

    /// <summary>Reads bytes from anywhere.</summary>
    /// <param name="input">Where they come from.</param>
    /// <param name="map">What the rows mean; null: the lines are CloudEvents.</param>
    /// <param name="cloudEvent">Reads one line as a CloudEvent; null: the file is none of CloudEvents.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="LogMapException">The format needs a map and there is none.</exception>
    public static async IAsyncEnumerable<LogItem> ReadAsync(
        LogInput input, LogMap? map, CloudEventLine? cloudEvent, [EnumeratorCancellation] CancellationToken ct = default)
    {
        // Reading and unpacking run beside whoever takes the events, which mostly waits for a database; the channel bounds the lead.
        var batches = Channel.CreateBounded<LogItem[]>(new BoundedChannelOptions(4) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = Task.Run(() => FillAsync(new LogReading(input, map, cloudEvent), batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(ct))
                foreach (var item in batch)
                    yield return item;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task FillAsync(LogReading reading, ChannelWriter<LogItem[]> batches, CancellationToken ct)
    {
        try
        {
            var batch = new List<LogItem>(BatchSize);
            var length = 0L;
            foreach (var item in reading.Items(ct))
            {
                batch.Add(item);
                length += item.Reject?.Record?.Text.Length ?? 0;
                if (batch.Count < BatchSize && length < BatchLength) continue;
                await batches.WriteAsync([.. batch], ct);
                batch.Clear();
                length = 0;
            }
            if (batch.Count > 0) await batches.WriteAsync([.. batch], ct);
            batches.Complete();
        }
        catch (Exception e)
        {
            // Also a cancellation: who takes the events sees the same token, or has gone.
            batches.Complete(e);
        }
    }
}
