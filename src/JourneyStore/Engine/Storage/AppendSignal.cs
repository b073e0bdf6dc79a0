using JourneyStore.Engine.Errors;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace JourneyStore.Engine.Storage;

/// <summary>
/// Tells waiting readers, in this process and in others, that events were appended. NOTIFY is sent after the commit, on a connection of
/// its own and at most once for all commits that happened meanwhile: inside the appending transaction it would serialise commits.
/// </summary>
internal sealed class AppendSignal : IAsyncDisposable
{
    private const string Channel = "mt_events_appended";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource source;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim committed = new(0);
    private readonly Lock startLock = new();
    private TaskCompletionSource appended = Make();
    private volatile int sender;
    private Task? sending;
    private Task? listening;

    public AppendSignal(NpgsqlDataSource source, TimeProvider time, ILogger logger) => (this.source, this.time, this.logger) = (source, time, logger);

    /// <summary>Called after a commit; never waits.</summary>
    public void Committed()
    {
        Pulse();
        lock (startLock) sending ??= Task.Run(() => LoopAsync(SendAsync));
        if (committed.CurrentCount == 0) committed.Release();
    }

    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        lock (startLock) listening ??= Task.Run(() => LoopAsync(ListenAsync));
        try
        {
            await Volatile.Read(ref appended).Task.WaitAsync(atMost, time, ct);
        }
        catch (TimeoutException)
        {
            // The safety net: a notification may have been lost with its connection, so the caller looks anyway.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (sending is not null) await sending;
        if (listening is not null) await listening;
    }

    private void Pulse() => Interlocked.Exchange(ref appended, Make()).TrySetResult();

    private async Task SendAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        sender = connection.ProcessID;
        // A notification is a transaction too, and would wait for the disk in the way of the appends; nothing is lost with it but a wake-up.
        await using var notify = connection.Command($"select set_config('synchronous_commit', 'off', true), pg_notify('{Channel}', '')");
        while (true)
        {
            await committed.WaitAsync(ct);
            await notify.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // Of its own commits this process knows already.
        connection.Notification += (_, notification) =>
        {
            if (notification.PID != sender) Pulse();
        };
        await using var command = connection.Command($"listen {Channel}");
        await command.ExecuteNonQueryAsync(ct);
        while (true) await connection.WaitAsync(ct);
    }

    private async Task LoopAsync(Func<CancellationToken, Task> work)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (
                Failures.Translate(exception) is StoreUnavailableException or PostgresException or InvalidOperationException)
            {
                logger.LogDebug(exception, "The notification connection was lost; trying again");
                try
                {
                    await Task.Delay(RetryAfter, time, stopping.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
