using JourneyStore.Events;

namespace JourneyStore.Engine.Catalog;

/// <summary>The upcasters that were found, by event type and version; taken out type by type, so that a stray one shows at start.</summary>
internal sealed class UpcasterChains
{
    private readonly Dictionary<(string Type, int From), IUpcaster> found = [];

    /// <summary>Makes one of each upcaster among the classes.</summary>
    /// <exception cref="InvalidOperationException">Two read the same version, or one has no constructor without parameters.</exception>
    public static UpcasterChains From(IEnumerable<Type> classes)
    {
        var chains = new UpcasterChains();
        foreach (var type in classes.Where(typeof(IUpcaster).IsAssignableFrom))
        {
            if (type.GetConstructor(Type.EmptyTypes) is null)
                throw new InvalidOperationException($"Upcaster {type} has no public constructor without parameters.");
            var upcaster = (IUpcaster)Activator.CreateInstance(type)!;
            if (!chains.found.TryAdd((upcaster.EventType, upcaster.FromVersion), upcaster))
                throw new InvalidOperationException($"Two upcasters read version {upcaster.FromVersion} of '{upcaster.EventType}'; one is {type}.");
        }
        return chains;
    }

    /// <summary>The chain from version 1 to the newest; element 0 reads version 1.</summary>
    /// <exception cref="InvalidOperationException">A link is missing.</exception>
    public IUpcaster[] Take(EventTypeInfo type)
    {
        var chain = new IUpcaster[type.Version - 1];
        for (var from = 1; from < type.Version; from++)
        {
            if (!found.Remove((type.Name, from), out var upcaster))
                throw new InvalidOperationException(
                    $"'{type.Name}' is at version {type.Version}, but nothing reads its version {from} as {from + 1}.");
            chain[from - 1] = upcaster;
        }
        return chain;
    }

    /// <summary>To be called when every type has taken its chain.</summary>
    /// <exception cref="InvalidOperationException">An upcaster belongs to no type, or reads a version that is not older than the newest.</exception>
    public void ThrowIfAnyIsLeft()
    {
        foreach (var ((type, from), upcaster) in found)
            throw new InvalidOperationException($"Upcaster {upcaster.GetType()} reads version {from} of '{type}', which no event type needs.");
    }
}
