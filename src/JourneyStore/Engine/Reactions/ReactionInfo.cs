using System.Collections.Frozen;
using JourneyStore.Engine.Log;
using JourneyStore.Events;

namespace JourneyStore.Engine.Reactions;

/// <summary>A class that handles stored events: what it is called, and what it is told of.</summary>
public sealed class ReactionInfo
{
    private readonly FrozenDictionary<string, Func<JourneyEvent, Guid, object>> messages;

    internal ReactionInfo(
        string name, string describes, Type handler, FrozenDictionary<string, Func<JourneyEvent, Guid, object>> messages, bool isOfAnyType) =>
        (Name, Describes, Handler, this.messages, IsOfAnyType) = (name, describes, handler, messages, isOfAnyType);

    /// <summary>Lower-case name.</summary>
    public string Name { get; }

    /// <summary>One sentence for the inventory; empty: it has none.</summary>
    public string Describes { get; }

    /// <summary>The class.</summary>
    public Type Handler { get; }

    /// <summary>The event types of which it is told, in the order of their names.</summary>
    public IEnumerable<string> Types => messages.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether it can be told of types by <see cref="EventStored"/>.</summary>
    internal bool IsOfAnyType { get; }

    /// <summary>False: nothing is to be told to it in this process.</summary>
    internal bool IsActive => messages.Count > 0;

    internal bool Wants(string type) => messages.ContainsKey(type);

    /// <summary>The key by which the world outside knows a repeat.</summary>
    internal Guid KeyOf(JourneyEvent @event) => EventKey.OfReaction(Name, EventKey.OfEvent(@event.Tenant, @event.Source, @event.Id));

    /// <summary>What its handler is told of an event that it wants.</summary>
    internal object MessageOf(JourneyEvent @event) => messages[@event.Type](@event, KeyOf(@event));

    /// <summary>The same reaction, told of more types by <see cref="EventStored"/>.</summary>
    internal ReactionInfo With(IEnumerable<string> types)
    {
        var more = types.Distinct().Where(type => !messages.ContainsKey(type)).Select(type => KeyValuePair.Create(type, AnyType));
        return new ReactionInfo(Name, Describes, Handler, messages.Concat(more).ToFrozenDictionary(), IsOfAnyType);
    }

    internal static Func<JourneyEvent, Guid, object> AnyType { get; } = (@event, key) => new EventStored(@event, key);

    internal static Func<JourneyEvent, Guid, object> Typed(Type body) =>
        typeof(ReactionInfo).GetMethod(nameof(Make), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(body).CreateDelegate<Func<JourneyEvent, Guid, object>>();

    // An application that dropped or changed its record cannot read the data any more; its handler is then told of the event without it, which goes
    // to the dead letters.
    private static object Make<TBody>(JourneyEvent @event, Guid key) where TBody : class, IEventBody =>
        @event.Body is TBody body ? new EventStored<TBody>(@event, body, key) : AnyType(@event, key);
}
