using System.Globalization;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Projections.Checkpoints;
using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Projections;

/// <summary>The inventory's read models, sorted by how they are kept.</summary>
internal sealed class ViewSet
{
    public ViewSet(Inventory inventory, EventReader reader, OrderOptions order)
    {
        Signals = new SignalsProjection(inventory.Signals);
        var inline = inventory.CustomerViews.Where(view => view.Freshness == Freshness.Inline).Append(Signals)
            .OrderBy(view => view.Name, StringComparer.Ordinal);
        Inline = new InlineViews([.. inline], reader, order);
        var customerFolds = inventory.CustomerViews.Where(view => view.Freshness == Freshness.Async)
            .Select(view => (AsyncFold)new CustomerViewFold(view, Table(view, hasState: false), reader));
        var aggregateFolds = inventory.Aggregates.Select(view => (AsyncFold)new AggregateFold(view, Table(view, hasState: true), reader));
        Async = [.. customerFolds.Concat(aggregateFolds).OrderBy(fold => fold.Table.Name, StringComparer.Ordinal)];
        Documents = [.. Inline.All, .. Async.Select(ProjectionOf)];
        Tables = Inline.All.Select(view => Table(view, hasState: false)).Concat(Async.Select(fold => fold.Table)).ToDictionary(table => table.Name);
        Versions = Inline.All.Where(view => view != Signals).Select(view => (view.Name, view.Version))
            .Concat(inventory.Signals.Select(signal => (Name: $"{Signals.Name}.{signal.Name}", Version: signal.Version.ToString(CultureInfo.InvariantCulture))))
            .OrderBy(one => one.Name, JsonbOrder.Names).ToDictionary(one => one.Name, one => one.Version);
        if (Documents.GroupBy(view => view.DocumentType).FirstOrDefault(shared => shared.Count() > 1) is { } twice)
            throw new InvalidOperationException(
                $"The views {string.Join(" and ", twice.Select(view => $"'{view.Name}'"))} have rows of one class, {twice.Key.FullName}; each view needs a class of its own, which is its table.");
        Infos = [.. Documents.OrderBy(view => view.Name, StringComparer.Ordinal)
            .Select(view => new ViewInfo(view.Name, view.Version, view.Freshness == Freshness.Async ? "async" : "inline", view.RankedBy, view.Describes))];
    }

    public SignalsProjection Signals { get; }

    /// <summary>What decisions rest on: versions of the inline views, and of each signal (<c>signals.NAME</c>), by name.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; }

    public InlineViews Inline { get; }

    public IReadOnlyList<AsyncFold> Async { get; }

    /// <summary>All of them, as classes of documents.</summary>
    public IReadOnlyList<IProjection> Documents { get; }

    public IReadOnlyDictionary<string, ViewTable> Tables { get; }

    public IReadOnlyList<ViewInfo> Infos { get; }

    public bool IsAsync(string name) => Tables.TryGetValue(name, out var table) && table.Async;

    private static IProjection ProjectionOf(AsyncFold fold) => fold switch
    {
        CustomerViewFold customer => customer.View,
        AggregateFold aggregate => aggregate.View,
        _ => throw new InvalidOperationException($"{fold.GetType()} has no projection."),
    };

    private static ViewTable Table(IProjection view, bool hasState) =>
        new(view.Name, view.Version, view.RankedBy, hasState, view.Freshness == Freshness.Async, view.DocumentType);
}
