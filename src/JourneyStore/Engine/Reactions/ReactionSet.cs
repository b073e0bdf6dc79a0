using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Log;
using JourneyStore.Engine.Status;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Reactions;

/// <summary>The reactions of the rooms as they are in this process: with what settings add to them.</summary>
public sealed class ReactionSet
{
    /// <summary>Puts together what the rooms and the settings say.</summary>
    /// <param name="inventory">What the rooms hold.</param>
    /// <param name="types">What the settings say.</param>
    /// <param name="options">How handlers are run.</param>
    /// <exception cref="InvalidOperationException">Settings name a reaction that is not there, or one that cannot be told of any type.</exception>
    public ReactionSet(Inventory inventory, IEnumerable<IReactionTypes> types, ReactionOptions options)
    {
        options.Check();
        Options = options;
        Catalog = inventory.Catalog;
        var given = types.GroupBy(one => one.Reaction).ToDictionary(one => one.Key, one => one.SelectMany(said => said.Types).ToArray());
        foreach (var name in given.Keys)
        {
            if (inventory.Reactions.FirstOrDefault(reaction => reaction.Name == name) is not { } known)
                throw new InvalidOperationException(
                    $"Types are given for the reaction '{name}', which is not there; "
                    + $"there are {string.Join(", ", inventory.Reactions.Select(r => r.Name))}.");
            if (!known.IsOfAnyType)
                throw new InvalidOperationException(
                    $"Types are given for the reaction '{name}', whose handler {known.Handler.FullName} does not take {nameof(EventStored)}.");
        }
        Known = [.. inventory.Reactions.Select(reaction => given.TryGetValue(reaction.Name, out var more) ? reaction.With(more) : reaction)];
        Active = [.. Known.Where(reaction => reaction.IsActive)];
    }

    /// <summary>All reactions, by name; also those that take no part here.</summary>
    public IReadOnlyList<ReactionInfo> Known { get; }

    /// <summary>Those that are told of something.</summary>
    public IReadOnlyList<ReactionInfo> Active { get; }

    internal ReactionOptions Options { get; }

    /// <summary>What every reaction has before it, also one that is not there any more.</summary>
    internal async Task<IReadOnlyList<ReactionStatus>> StatusAsync(Database storage, EventReader reader, CancellationToken ct)
    {
        var known = Known.ToDictionary(reaction => reaction.Name);
        var all = new List<ReactionStatus>();
        foreach (var name in known.Keys.Union(await storage.ReadReactionsAsync(ct)).Order(StringComparer.Ordinal))
        {
            var reaction = known.GetValueOrDefault(name);
            var count = await storage.CountToldAsync(name, reaction is null ? [] : [.. reaction.Types.SelectMany(reader.StoredTypesOf)], ct);
            all.Add(new ReactionStatus(name, reaction?.IsActive == true, count.Waiting, count.Dead, count.Reason));
        }
        return all;
    }

    internal EventCatalog Catalog { get; }
}
