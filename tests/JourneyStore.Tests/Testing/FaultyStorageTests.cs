using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;
using JourneyStore.Testing;
using JourneyStore.Testing.Faults;

namespace JourneyStore.Tests.Testing;

public sealed class FaultyStorageTests
{
    private static readonly ViewTable View = new("attention", "1", null, false, true, 1);

    [Fact]
    public async Task The_same_seed_makes_the_same_things_go_wrong()
    {
        var (one, again, other) = (await StoryAsync(5), await StoryAsync(5), await StoryAsync(6));
        one.ShouldNotBeEmpty();
        again.ShouldBe(one);
        other.ShouldNotBe(one);
    }

    [Fact]
    public async Task A_call_whose_answer_is_lost_was_done_and_one_that_was_not_done_was_not()
    {
        var (time, memory) = (new ManualTime(), new InMemoryStorage());
        var plan = new FaultPlan(3, time) { Rate = 1 };
        await using var storage = FaultyStorage.Over(memory, plan);
        await storage.PrepareAsync([View], default);
        var lost = 0;
        for (var position = 1L; position <= 30; position++)
        {
            var before = await PositionAsync(memory);
            await Should.ThrowAsync<StoreUnavailableException>(() => MoveAsync(storage, before, before + 1));
            var isDone = await PositionAsync(memory) == before + 1;
            isDone.ShouldBe(plan.Story[^1].EndsWith("ReplyLost", StringComparison.Ordinal));
            if (isDone) lost++;
        }
        lost.ShouldBeInRange(5, 25, "both happen");
    }

    [Fact]
    public async Task Without_a_plan_in_force_nothing_goes_wrong()
    {
        var plan = new FaultPlan(3, new ManualTime()) { Rate = 1, Active = false };
        await using var storage = FaultyStorage.Over(new InMemoryStorage(), plan);
        await storage.PrepareAsync([View], default);
        (await MoveAsync(storage, 0, 7)).ShouldBeTrue();
        plan.Story.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_ownership_may_be_granted_twice()
    {
        var plan = new FaultPlan(1, new ManualTime()) { Rate = 1 };
        var memory = new InMemoryStorage();
        await using var storage = FaultyStorage.Over(memory, plan);
        await using var owner = await memory.OpenOwnershipAsync(default);
        (await owner.TryTakeAsync(new ShardKey("attention", 1), default)).ShouldBeTrue();
        await using var other = await OpenOwnershipAsync(storage);
        var granted = 0;
        for (var i = 0; i < 20; i++)
        {
            try
            {
                if (await other.TryTakeAsync(new ShardKey("attention", 1), default)) granted++;
            }
            catch (StoreUnavailableException)
            {
                // The other thing that may happen to it.
            }
        }
        granted.ShouldBeGreaterThan(0);
    }

    private static async Task<IReadOnlyList<string>> StoryAsync(int seed)
    {
        var plan = new FaultPlan(seed, new ManualTime());
        await using var storage = FaultyStorage.Over(new InMemoryStorage(), plan);
        await storage.PrepareAsync([View], default);
        for (var i = 0; i < 60; i++)
        {
            try
            {
                await MoveAsync(storage, i, i + 1);
            }
            catch (StoreUnavailableException)
            {
                // By plan.
            }
        }
        return plan.Story;
    }

    private static async Task<bool> MoveAsync(IStorage storage, long from, long to)
    {
        await using var session = await BeginAsync(storage);
        return await session.CommitAsync(new ProjectionWrites([], [], []), from, to, default);
    }

    // To begin may fail too; here only what a commit does is looked at.
    private static async Task<IProjectionSession> BeginAsync(IStorage storage)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await storage.BeginProjectionAsync(View, Generation.Living, [1], WantedGroups.None, default);
            }
            catch (StoreUnavailableException) when (tries < 50)
            {
                // Again.
            }
        }
    }

    private static async Task<IShardOwnership> OpenOwnershipAsync(IStorage storage)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await storage.OpenOwnershipAsync(default);
            }
            catch (StoreUnavailableException) when (tries < 50)
            {
                // Again.
            }
        }
    }

    private static async Task<long> PositionAsync(InMemoryStorage storage) =>
        (await storage.ReadProgressAsync(default)).Single(p => p.Generation == Generation.Living).Position;
}
