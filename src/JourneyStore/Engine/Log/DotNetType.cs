using System.Collections.Concurrent;
using JourneyStore.Events;

namespace JourneyStore.Engine.Log;

/// <summary>
/// The class by which Marten reads an event, as its column <c>mt_dotnet_type</c> names it. Of a type that Marten has no name of, this is how it finds
/// one: all events outside the
/// catalogue are <see cref="FreeEvent"/>s.
/// </summary>
internal static class DotNetType
{
    private static readonly ConcurrentDictionary<Type, string> Names = [];

    public static string Of(IEventBody? body) => Names.GetOrAdd(body?.GetType() ?? typeof(FreeEvent), Name);

    private static string Name(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
