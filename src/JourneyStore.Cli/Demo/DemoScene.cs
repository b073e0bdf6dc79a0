using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Demo.Story;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using Spectre.Console;

namespace JourneyStore.Cli.Demo;

/// <summary>What the demo's chapters play with.</summary>
/// <param name="run">The run.</param>
/// <param name="engine">The engine that holds the story.</param>
/// <param name="people">Who plays.</param>
internal sealed class DemoScene(Invocation run, JourneyEngine engine, People people)
{
    private const int PageSize = 1_000;

    public JourneyEngine Engine => engine;

    public Screen Screen => run.Screen;

    public IAnsiConsole Canvas => run.Screen.Out;

    public Settings Settings => run.Settings;

    public string Tenant => run.Tenant;

    public CancellationToken Stop => run.Stop;

    /// <summary>The story's present.</summary>
    public DateTimeOffset Now => engine.Time.GetUtcNow();

    public Person Hanna => people.Hanna;

    public Person Ordinary => people.Ordinary;

    public CustomerRef RefOf(Person who) =>
        CustomerRef.TryParse(who.Email, out var reference, out var problem) ? reference : throw new InvalidOperationException(problem);

    /// <summary>Somebody's journey, newest first; the story's heroes have less than a page. Not what was decided in earlier tellings.</summary>
    public async Task<IReadOnlyList<JourneyEvent>> JourneyAsync(Person who) =>
        [.. (await engine.TimelineAsync(Tenant, RefOf(who), new TimelineQuery(PageSize), Stop)).Entries.Where(one => one.Type != "decision.made")];
}
