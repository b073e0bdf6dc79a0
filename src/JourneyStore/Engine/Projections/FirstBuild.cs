namespace JourneyStore.Engine.Projections;

/// <summary>
/// The first build of async views in this process: whichever projection asks first has all built that have folded nothing yet, and those that ask
/// meanwhile wait for that, so that the log is not read once a view. Safe for concurrent use.
/// </summary>
/// <param name="build">Builds them; gives the names of those that it built.</param>
internal sealed class FirstBuild(Func<CancellationToken, Task<IReadOnlySet<string>>> build)
{
    private readonly Lock gate = new();
    private Task<IReadOnlySet<string>>? running;

    /// <summary>False: the view was not built.</summary>
    public async Task<bool> OfAsync(string view, CancellationToken ct)
    {
        Task<IReadOnlySet<string>> work;
        lock (gate) work = running = running is { IsCompleted: false } under ? under : build(ct);
        return (await work.WaitAsync(ct)).Contains(view);
    }
}
