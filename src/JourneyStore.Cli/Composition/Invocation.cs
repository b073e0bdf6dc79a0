using System.CommandLine;
using JourneyStore.Cli.Demo;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine;
using JourneyStore.Reactions;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Cli.Composition;

/// <summary>One run of a verb: what was asked, and all that the verb may use.</summary>
internal sealed class Invocation
{
    private Invocation(Invocation other, Settings settings, TimeProvider clock)
        : this(other.Parsed, other.Around, other.Logs, settings, other.Screen, other.Stop) => Clock = clock;

    public Invocation(ParseResult parsed, Surroundings around, ILoggerFactory logs, Settings settings, Screen screen, CancellationToken stop)
    {
        Clock = around.Time;
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

    /// <summary>The clock by which the store lives: the machine's, except where the demo's story is kept.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Cancelled when the user asks to stop.</summary>
    public CancellationToken Stop { get; }

    public string Tenant => TenantName.Read(Parsed.GetValue(Flags.Tenant));

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    /// <summary>An argument; the parser has made sure that it is there, unless it may be left out.</summary>
    public T? Get<T>(Argument<T> argument) => Parsed.GetValue(argument);

    /// <summary>Opens the store for a command that reads; async projections are left to whoever serves.</summary>
    public Task<Store> OpenToReadAsync() => AsTold().OpenAsync(new EngineOptions { RunProjections = false });

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
    public Task<Store> FindAsync(EngineOptions options)
    {
        var asked = Around.Application is { } app ? app.Asked(options) : options;
        return Store.FindAsync(this, asked with { Identity = asked.Identity ?? Settings.Identity }, Task.Run(Around.Rooms, Stop));
    }

    /// <summary>The same run with other settings and another clock for the store.</summary>
    public Invocation With(Settings settings, TimeProvider clock) => new(this, settings, clock);

    /// <summary>
    /// The same run; where the data folder holds the demo's story, in the story's present, and nobody outside is told of what never happened.
    /// </summary>
    public Invocation AsTold()
    {
        if (Settings.Database is not null || StoryMark.In(Store.Folder(this)) is not { } story) return this;
        Screen.Passing($"This is the demo's story; its clock stands at {Words.Minute(story.Now)} UTC.");
        return With(Settings with { Webhook = new WebhookOptions() }, new StoryClock(Time, story.Now));
    }

    /// <summary>Returns when the user asks to stop.</summary>
    public async Task UntilStoppedAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hearing = Stop.Register(stopped.SetResult);
        await stopped.Task;
    }
}
