using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using JourneyStore.Engine.Catalog;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// Finds the classes that handle stored events: those with a method of a name that Wolverine takes for a handler's, whose first parameter is <see
/// cref="IEventStored"/>.
/// </summary>
internal static class ReactionDiscovery
{
    private const int LongestName = 60;
    private static readonly string[] Methods =
        ["Handle", "HandleAsync", "Handles", "HandlesAsync", "Consume", "ConsumeAsync", "Consumes", "ConsumesAsync"];
    private static readonly string[] Endings = ["Handler", "Consumer"];

    /// <summary>The reactions of the assemblies, by name.</summary>
    /// <exception cref="InvalidOperationException">Two share a name, or a name is not well formed, or a handler asks for a body that no event type
    /// has.</exception>
    public static IReadOnlyList<ReactionInfo> Find(IEnumerable<Assembly> assemblies, EventCatalog catalog)
    {
        var found = new SortedDictionary<string, ReactionInfo>(StringComparer.Ordinal);
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetExportedTypes()))
        {
            // A static class is abstract and sealed.
            if (!type.IsClass || type.IsGenericTypeDefinition || type is { IsAbstract: true, IsSealed: false }) continue;
            if (type.GetCustomAttribute<NotDiscoveredAttribute>() is not null) continue;
            var told = Messages(type).ToArray();
            if (told.Length == 0) continue;
            var reaction = Make(type, told, catalog);
            if (!found.TryAdd(reaction.Name, reaction))
                throw new InvalidOperationException(
                    $"{type.FullName} and {found[reaction.Name].Handler.FullName} are both the reaction '{reaction.Name}'; "
                    + "name one with [Reaction].");
        }
        return [.. found.Values];
    }

    private static IEnumerable<Type> Messages(Type handler) => handler
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
        .Where(method => Methods.Contains(method.Name))
        .Select(method => method.GetParameters().FirstOrDefault()?.ParameterType)
        .OfType<Type>().Where(type => type.IsAssignableTo(typeof(IEventStored))).Distinct();

    private static ReactionInfo Make(Type handler, Type[] told, EventCatalog catalog)
    {
        var said = handler.GetCustomAttribute<ReactionAttribute>();
        var name = Checked(said?.Name ?? Hyphenated(handler.Name), handler);
        var messages = new Dictionary<string, Func<JourneyEvent, Guid, object>>(StringComparer.Ordinal);
        var isOfAnyType = told.Contains(typeof(EventStored));
        foreach (var body in told.Where(message => message.IsGenericType).Select(message => message.GetGenericArguments()[0]))
        {
            var types = catalog.Types.Where(type => type.ClrType == body).ToArray();
            if (types.Length == 0)
                throw new InvalidOperationException(
                    $"{handler.FullName} wants to be told of events with {body.FullName}, which is no event type's record; give it [EventType].");
            foreach (var type in types) messages[type.Name] = ReactionInfo.Typed(body);
        }
        foreach (var type in isOfAnyType ? said?.Types ?? [] : []) messages.TryAdd(type, ReactionInfo.AnyType);
        return new ReactionInfo(name, said?.Describes ?? "", handler, messages.ToFrozenDictionary(), isOfAnyType);
    }

    private static string Hyphenated(string className)
    {
        var ending = Endings.FirstOrDefault(one => className.Length > one.Length && className.EndsWith(one, StringComparison.Ordinal));
        var name = ending is null ? className : className[..^ending.Length];
        var hyphenated = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && hyphenated.Length > 0) hyphenated.Append('-');
            hyphenated.Append(char.ToLowerInvariant(c));
        }
        return hyphenated.ToString();
    }

    private static string Checked(string name, Type handler) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? name
            : throw new InvalidOperationException(
                $"A reaction's name has 1 to {LongestName} lower-case letters, digits and hyphens, found '{name}' of {handler.FullName}; "
                + "name it with [Reaction].");
}
