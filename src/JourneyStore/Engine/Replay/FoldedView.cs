using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Replay;

/// <summary>A view as rebuilds and verifications see it, of whichever kind it is: what it folds over, and what becomes of a group's events.</summary>
internal sealed class FoldedView
{
    private FoldedView(ViewTable table, AsyncFold? follow, ICustomerProjection? customer, AggregateFold? aggregate) =>
        (Table, Follow, Customer, Aggregate) = (table, follow, customer, aggregate?.View);

    public ViewTable Table { get; }

    /// <summary>How it follows the log; null: it is inline.</summary>
    public AsyncFold? Follow { get; }

    /// <summary>The fold of a view with one row a customer, inline or async; null: it is one across customers.</summary>
    public ICustomerProjection? Customer { get; }

    /// <summary>The fold of a view across customers; null: it has one row a customer.</summary>
    public IAggregateProjection? Aggregate { get; }

    /// <summary>True when groups are cases, false when they are customers.</summary>
    public bool ByCase => Follow?.ByCase ?? false;

    public static FoldedView Of(ICustomerProjection inline, ViewTable table) => new(table, null, inline, null);

    public static FoldedView Of(AsyncFold fold) => fold switch
    {
        CustomerViewFold customer => new(fold.Table, fold, customer.View, null),
        AggregateFold aggregate => new(fold.Table, fold, null, aggregate),
        _ => throw new InvalidOperationException($"{fold.GetType()} cannot be folded over the whole log."),
    };

    /// <summary>Begins to fold groups.</summary>
    public GroupFold Begin(FoldScope scope) => Customer is { } view ? new CustomerRowFold(view, scope) : new AggregateStateFold(Aggregate!, scope);
}
