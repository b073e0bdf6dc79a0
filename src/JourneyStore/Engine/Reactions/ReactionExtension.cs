using JourneyStore.Engine.Reactions.Parameters;
using Wolverine;
using Wolverine.Configuration;

namespace JourneyStore.Engine.Reactions;

/// <summary>What Wolverine is told of reactions.</summary>
internal sealed class ReactionExtension(ReactionSet reactions) : IWolverineExtension
{
    public void Configure(WolverineOptions options)
    {
        foreach (var reaction in reactions.Known)
        {
            options.Discovery.IncludeType(reaction.Handler);
            // A queue of its own for each, so that each handler is told, tried again and given up by itself. What an operator has tried again comes
            // by it, a customer's one by one.
            options.LocalQueue(ReactionQueue.NameOf(reaction.Name))
                .AddStickyHandler(reaction.Handler).UseDurableInbox().PartitionProcessingByGroupId(PartitionSlots.Three);
        }
        options.Policies.Add(new ReactionPolicy(reactions.Options));
        options.CodeGeneration.Sources.Add(new CustomerContextSource());
    }
}
