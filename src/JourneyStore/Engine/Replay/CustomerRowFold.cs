using JourneyStore.Engine.Projections;
using JourneyStore.Events;

namespace JourneyStore.Engine.Replay;

/// <summary>Rows of a view with one row a customer.</summary>
internal sealed class CustomerRowFold(ICustomerProjection view, FoldScope scope) : GroupFold(scope)
{
    private object? row;

    protected override void Start() => row = null;

    protected override void Apply(JourneyEvent @event) => row = view.Apply(row ?? view.Start(Group.Key), @event);

    protected override byte[] Write() => view.Write(row!);
}
