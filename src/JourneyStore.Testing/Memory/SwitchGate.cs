namespace JourneyStore.Testing.Memory;

/// <summary>Appends pass side by side; a switch of an inline view waits until none is inside, and keeps new ones out until it is done.</summary>
internal sealed class SwitchGate
{
    private readonly SemaphoreSlim switches = new(1);
    private readonly Lock gate = new();
    private TaskCompletionSource? reopened;
    private TaskCompletionSource? emptied;
    private int inside;

    public async Task EnterAsync(CancellationToken ct)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (reopened is null)
                {
                    inside++;
                    return;
                }
                wait = reopened.Task;
            }
            await wait.WaitAsync(ct);
        }
    }

    public void Leave()
    {
        lock (gate)
            if (--inside == 0) emptied?.TrySetResult();
    }

    public async Task CloseAsync(CancellationToken ct)
    {
        await switches.WaitAsync(ct);
        Task wait;
        lock (gate)
        {
            reopened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            emptied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (inside == 0) emptied.SetResult();
            wait = emptied.Task;
        }
        try
        {
            await wait.WaitAsync(ct);
        }
        catch
        {
            Reopen();
            throw;
        }
    }

    public void Reopen()
    {
        lock (gate)
        {
            reopened?.TrySetResult();
            (reopened, emptied) = (null, null);
        }
        switches.Release();
    }
}
