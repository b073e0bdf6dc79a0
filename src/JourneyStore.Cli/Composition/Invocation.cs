using System.CommandLine;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine;
using JourneyStore.Engine.Intake;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Cli.Composition;

/// <summary>One run of a verb: what was asked, and all that the verb may use.</summary>
internal sealed class Invocation
{
    public Invocation(ParseResult parsed, Surroundings around, ILoggerFactory logs, Settings settings, Screen screen, CancellationToken stop)
    {
        Parsed = parsed;
        Around = around;
        Logs = logs;
        Settings = settings;
        Screen = screen;
        Stop = stop;
    }

    public ParseResult Parsed { get; }

    public Surroundings Around { get; }

    public Settings Settings { get; }

    public Screen Screen { get; }

    public ILoggerFactory Logs { get; }

    public TimeProvider Time => Around.Time;

    /// <summary>Cancelled when the user asks to stop.</summary>
    public CancellationToken Stop { get; }

    public string Tenant => Parsed.GetValue(Flags.Tenant) ?? Tenants.Default;

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    /// <summary>An argument; the parser has made sure that it is there, unless it may be left out.</summary>
    public T? Get<T>(Argument<T> argument) => Parsed.GetValue(argument);

    /// <summary>Opens the store for a command that reads; async projections are left to whoever serves.</summary>
    public Task<Store> OpenToReadAsync() => OpenAsync(new EngineOptions { RunProjections = false });

    /// <summary>Opens the store with the engine's options given.</summary>
    public async Task<Store> OpenAsync(EngineOptions options)
    {
        var store = await FindAsync(options);
        try
        {
            await store.StartAsync();
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>As <see cref="OpenAsync"/>, for a verb with something to do while the engine starts: that is left to it.</summary>
    public Task<Store> FindAsync(EngineOptions options) =>
        Store.FindAsync(this, options, Task.Run(() => Inventory.Discover(), Stop));

    /// <summary>The same run with other settings.</summary>
    public Invocation With(Settings settings) => new(Parsed, Around, Logs, settings, Screen, Stop);

    /// <summary>Returns when the user asks to stop.</summary>
    public async Task UntilStoppedAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hearing = Stop.Register(stopped.SetResult);
        await stopped.Task;
    }
}
