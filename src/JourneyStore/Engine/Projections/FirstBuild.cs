using JourneyStore.Engine.Replay;

namespace JourneyStore.Engine.Projections;

/// <summary>
/// The first build of views in this process: whoever asks first has all built that have folded nothing yet, and those that ask
/// meanwhile wait for that, so that the log is not read once a view. Safe for concurrent use.
/// </summary>
/// <param name="build">Builds them; gives the names of those that it built.</param>
internal sealed class FirstBuild(Func<IProgress<WorkProgress>, CancellationToken, Task<IReadOnlySet<string>>> build) : IProgress<WorkProgress>
{
    private readonly Lock gate = new();
    private Task<IReadOnlySet<string>>? running;
    private WorkProgress at;

    /// <summary>How far it is; null: nothing is being built.</summary>
    public WorkProgress? At
    {
        get
        {
            lock (gate) return running is { IsCompleted: false } && at.Total > 0 ? at : null;
        }
    }

    /// <summary>False: the view was not built.</summary>
    public async Task<bool> OfAsync(string view, CancellationToken ct)
    {
        Task<IReadOnlySet<string>> work;
        lock (gate)
        {
            if (running is not { IsCompleted: false }) (at, running) = (default, build(this, ct));
            work = running;
        }
        return (await work.WaitAsync(ct)).Contains(view);
    }

    void IProgress<WorkProgress>.Report(WorkProgress value)
    {
        lock (gate) at = value;
    }
}
