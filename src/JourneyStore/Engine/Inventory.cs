using System.Reflection;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Decisions;
using JourneyStore.Engine.Projections;
using JourneyStore.Engine.Reactions;
using JourneyStore.Engine.Signals;

namespace JourneyStore.Engine;

/// <summary>What the rooms hold: found once, at start, in the assemblies given; ordered by name, so that it is the same everywhere.</summary>
public sealed class Inventory
{
    private readonly Lazy<EventCatalog> catalog;
    private readonly Lazy<IReadOnlyList<ReactionInfo>> reactions;

    private Inventory(IReadOnlyList<Assembly> assemblies)
    {
        Assemblies = assemblies;
        CustomerViews = Find<ICustomerProjection>(assemblies, view => view.Name);
        Aggregates = Find<IAggregateProjection>(assemblies, view => view.Name);
        Signals = Find<ISignal>(assemblies, signal => signal.Name);
        Policies = Find<Policy>(assemblies, policy => policy.Name);
        catalog = new Lazy<EventCatalog>(() => EventCatalog.Discover([.. assemblies]));
        reactions = new Lazy<IReadOnlyList<ReactionInfo>>(() => ReactionDiscovery.Find(assemblies, Catalog));
    }

    /// <summary>Where things were looked for.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; }

    /// <summary>Read models with one row a customer.</summary>
    public IReadOnlyList<ICustomerProjection> CustomerViews { get; }

    /// <summary>Read models across customers.</summary>
    public IReadOnlyList<IAggregateProjection> Aggregates { get; }

    /// <summary>Signals.</summary>
    public IReadOnlyList<ISignal> Signals { get; }

    /// <summary>Policies.</summary>
    public IReadOnlyList<Policy> Policies { get; }

    /// <summary>The event types.</summary>
    internal EventCatalog Catalog => catalog.Value;

    /// <summary>Classes that handle stored events, without what settings add.</summary>
    public IReadOnlyList<ReactionInfo> Reactions => reactions.Value;

    /// <summary>Looks into this library's own rooms and the assemblies given.</summary>
    /// <param name="applications">Assemblies that add event types, views, signals, policies, reactions.</param>
    /// <exception cref="InvalidOperationException">Two things of one kind share a name, or one cannot be made without arguments.</exception>
    public static Inventory Discover(params Assembly[] applications) => new([.. applications.Prepend(typeof(Inventory).Assembly).Distinct()]);

    /// <summary>Looks into the assemblies given and nowhere else.</summary>
    public static Inventory Only(params Assembly[] assemblies) => new([.. assemblies.Distinct()]);

    private static List<T> Find<T>(IReadOnlyList<Assembly> assemblies, Func<T, string> name) where T : class
    {
        var found = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.IsAbstract || type.IsGenericTypeDefinition || !typeof(T).IsAssignableFrom(type)) continue;
            if (type.GetCustomAttribute<NotDiscoveredAttribute>() is not null) continue;
            if (type.GetConstructor(Type.EmptyTypes) is null)
                throw new InvalidOperationException($"{type.FullName} is found by itself and so needs a public constructor without arguments.");
            var one = (T)Activator.CreateInstance(type)!;
            if (!found.TryAdd(name(one), one))
                throw new InvalidOperationException($"{type.FullName} and {found[name(one)].GetType().FullName} share the name '{name(one)}'.");
        }
        return [.. found.Values];
    }
}

/// <summary>Keeps a type out of the inventory: the engine makes it itself, or a test does.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotDiscoveredAttribute : Attribute;
