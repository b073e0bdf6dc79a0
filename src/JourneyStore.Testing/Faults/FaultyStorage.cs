using System.Reflection;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Testing.Faults;

/// <summary>A storage on which things go wrong by a plan: answers lost, connections lost, transactions that stall, ownership granted twice.</summary>
public static class FaultyStorage
{
    /// <summary>
    /// The storage with the plan's faults in it. A lost connection is <see cref="StoreUnavailableException"/>, as of a real one. Waiting for an
    /// append takes the whole time asked for, of the plan's clock: when projections look at the log is then up to whoever moves the clock.
    /// </summary>
    /// <param name="inner">The storage that works; disposed of with the one returned.</param>
    /// <param name="plan">What goes wrong.</param>
    public static IStorage Over(IStorage inner, FaultPlan plan) => FaultyCalls.Over(inner, plan, "storage");
}

/// <summary>Puts faults around the calls of an interface, whichever they are: new operations need nothing here.</summary>
internal class FaultyCalls : DispatchProxy
{
    private static readonly MethodInfo Around = typeof(FaultyCalls).GetMethod(nameof(AroundAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private object inner = null!;
    private FaultPlan plan = null!;
    private string kind = "";

    public static T Over<T>(T inner, FaultPlan plan, string kind) where T : class
    {
        var proxy = Create<T, FaultyCalls>();
        var calls = (FaultyCalls)(object)proxy;
        (calls.inner, calls.plan, calls.kind) = (inner, plan, kind);
        return proxy;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = targetMethod!;
        if (method.Name == nameof(IReadStorage.WaitForAppendAsync)) return plan.PauseAsync((TimeSpan)args![0]!, (CancellationToken)args[1]!);
        if (method.ReturnType == typeof(Task)) return AroundAsync<bool>(DoneAsync, method, args);
        if (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>))
        {
            var result = method.ReturnType.GetGenericArguments()[0];
            return Around.MakeGenericMethod(result).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [null, method, args], null);
        }
        return Dressed(Call(method, args));
    }

    private object? Call(MethodInfo method, object?[]? args) => method.Invoke(inner, BindingFlags.DoNotWrapExceptions, null, args, null);

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }

    private async Task<T> AroundAsync<T>(Func<Task, Task<T>>? ofPlainTask, MethodInfo method, object?[]? args)
    {
        var call = $"{kind}.{method.Name}";
        var fault = plan.Next(call);
        if (fault == Fault.NotDone) throw Lost(call);
        if (fault == Fault.Stalled) await plan.StallAsync(call);
        var work = (Task)Call(method, args)!;
        var result = await (ofPlainTask is null ? (Task<T>)work : ofPlainTask(work));
        if (fault == Fault.GrantedTwice) return (T)GrantAll(result, args);
        if (fault != Fault.ReplyLost) return (T)Dressed(result)!;
        // What the connection held goes with it.
        if (result is IAsyncDisposable held) await held.DisposeAsync();
        throw Lost(call);
    }

    private object? Dressed(object? result) => result switch
    {
        IAppendSession session => Over(session, plan, "append"),
        IProjectionSession session => Over(session, plan, "projection"),
        IShardOwnership ownership => Over(ownership, plan, "ownership"),
        IPartWriter part => Over(part, plan, "part"),
        _ => result,
    };

    private static StoreUnavailableException Lost(string call) => new(new IOException($"The connection was lost at {call}, by plan."));

    /// <summary>Every shard looks free, and whoever asks for one gets it.</summary>
    private static object GrantAll(object? result, object?[]? args) => result is ShardCensus census
        ? census with { Free = ((IReadOnlyCollection<ShardKey>)args![0]!).ToHashSet() }
        : true;
}
