using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Memory;

/// <summary>The transaction of a part of a rebuild: what is to change is gathered, and happens with the commit.</summary>
internal sealed class InMemoryPart(InMemoryDatabase database, int part) : IPartWriter
{
    private readonly List<Func<Contents, Contents>> changes = [];

    public Task WriteAsync(ViewTable view, IReadOnlyList<ViewWrite> rows, CancellationToken ct)
    {
        changes.Add(contents => Change(contents, view, next => view.HasState ? next.WithStates(rows, view.Version) : next.WithRows(rows, view.Version)));
        return Task.CompletedTask;
    }

    public Task MarkDoneAsync(ViewTable view, PartDone done, CancellationToken ct)
    {
        changes.Add(contents => ParkedRows.Park(
            Change(contents, view, next => next with
            {
                Parts = next.Parts.SetItem(part, next.Parts[part] with { Events = done.Events }),
                Sums = next.Sums.AddRange(done.Sums),
            }),
            view.Name, Generation.Next, done.Parked, database.NextParkedNumber));
        return Task.CompletedTask;
    }

    public Task CommitAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        database.Commit(null, contents => changes.Aggregate(contents, (all, change) => change(all)));
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Contents Change(Contents contents, ViewTable view, Func<MemoryView, MemoryView> change) =>
        contents.With(view.Name, Generation.Next, change(contents.Views[(view.Name, Generation.Next)]));
}
