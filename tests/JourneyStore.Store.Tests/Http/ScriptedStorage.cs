using System.Reflection;
using JourneyStore.Engine;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Tests.Http;

/// <summary>A storage that answers what a test has written down, call by call, and refuses all else: enough to see how HTTP speaks.</summary>
public class ScriptedStorage : DispatchProxy
{
    private readonly Dictionary<string, Func<object?[], object?>> script = [];

    public static (Database Storage, ScriptedStorage Script) Make()
    {
        var storage = Create<Database, ScriptedStorage>();
        var script = (ScriptedStorage)(object)storage;
        script.script[nameof(IAsyncDisposable.DisposeAsync)] = _ => ValueTask.CompletedTask;
        script.Answer(nameof(Database.AnswersAsync), _ => true);
        return (storage, script);
    }

    /// <summary>Writes down the result of a call.</summary>
    public void Answer<T>(string method, Func<object?[], T> answer) => script[method] = arguments => Task.FromResult(answer(arguments));

    /// <summary>Writes down a call that ends when something happens.</summary>
    public void Wait(string method, Func<Task> until) => script[method] = _ => until();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        script.TryGetValue(targetMethod!.Name, out var answer) ? answer(args ?? []) : throw new NotSupportedException($"{targetMethod.Name} is not in the script");
}
