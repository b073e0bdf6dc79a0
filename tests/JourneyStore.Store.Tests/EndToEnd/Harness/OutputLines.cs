using System.Text;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>What a process says, read as it comes so that no pipe ever fills; a test can wait for a line.</summary>
internal sealed class OutputLines
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Lock gate = new();
    private readonly StringBuilder all = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> waiting = [];
    private readonly List<string> lines = [];
    private bool ended;

    public OutputLines(StreamReader reader) => Read = Task.Run(() => ReadAsync(reader));

    /// <summary>Ends when the process has said all.</summary>
    public Task Read { get; }

    /// <summary>All of it so far.</summary>
    public string All
    {
        get
        {
            lock (gate) return all.ToString();
        }
    }

    /// <summary>The first line, said already or still to come, that is wanted.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (lines.Find(line => wanted(line)) is { } line) return line;
            if (ended) throw new InvalidOperationException($"It ended without the line that was waited for. It said:\n{all}");
            waiting.Add((wanted, found));
        }
        try
        {
            return await found.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The line that was waited for did not come. It said:\n{All}");
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            lock (gate)
            {
                all.Append(line).Append('\n');
                lines.Add(line);
                foreach (var one in waiting.Where(one => one.Wanted(line)).ToList())
                {
                    one.Found.TrySetResult(line);
                    waiting.Remove(one);
                }
            }
        lock (gate)
        {
            ended = true;
            foreach (var (_, found) in waiting)
                found.TrySetException(new InvalidOperationException($"It ended without the line that was waited for. It said:\n{all}"));
        }
    }
}
