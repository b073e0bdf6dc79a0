using JourneyStore.Engine.Status;

namespace JourneyStore.Store.Tests.Reactions.Seams;

/// <summary>A host that has Wolverine distribute Marten's daemon has it run the async views in it, beside the reactions.</summary>
public sealed class ViewDistributionTests : ReactionTest
{
    [Fact]
    public async Task Async_views_are_folded_where_Wolverine_says()
    {
        await BeginAsync();
        await GoOnWithAsync(Host.Engine);
        var position = (await StoreAsync(Event(Ann, @case: "C1"))).Position!.Value;
        await Engine.WaitForProjectionsAsync(position, Soon);
        (await Engine.StatusAsync(Soon)).Projections.ShouldAllBe((ProjectionStatus view) => view.State == "current");
        (await Engine.VerifyAsync(null, null, Soon)).Views.ShouldAllBe(view => view.Different == 0);
        await ToldAsync();
    }
}
