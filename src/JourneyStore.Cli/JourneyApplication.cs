using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Serving;
using JourneyStore.Embedded;
using JourneyStore.Engine;
using JourneyStore.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JourneyStore.Cli;

/// <summary>The command line of an application: every verb of <c>journey</c>, knowing the application's own rooms.</summary>
public static class JourneyApplication
{
    /// <summary>
    /// Runs the verb that the arguments name, on the application's store; <c>serve</c>, or no verb at all, runs the application itself. Without a
    /// database of its own
    /// the application has the embedded server.
    /// </summary>
    /// <param name="app">The application, built and not started; it was made with <c>AddJourneyStore</c>.</param>
    /// <param name="args">As the process got them.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 wrong usage.</returns>
    public static async Task<int> RunJourneyAsync(this IHost app, string[] args)
    {
        await using var disposing = app as IAsyncDisposable;
        using var interruption = new Interruption();
        var services = app.Services;
        var around = new Surroundings(services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IIdSource>()) { Application = app };
        return await CommandLine.RunAsync(args.Length == 0 ? ["serve"] : args, around, interruption.Stop);
    }

    /// <summary>An engine's options as the application and a verb together have them.</summary>
    internal static EngineOptions Asked(this IHost app, EngineOptions verb) => Options(app).Engine with
    {
        Intake = verb.Intake, RunProjections = verb.RunProjections, HoldProjections = verb.HoldProjections,
    };

    /// <summary>
    /// The settings of a run, with the application's database where no other is given; without any, the embedded server keeps the application's data
    /// in a folder of its own.
    /// </summary>
    internal static Settings In(this Settings settings, IHost? app) => app is null ? settings : settings with
    {
        Database = settings.Database ?? Options(app).Connection,
        DataFolder = settings.DataFolder ?? $"{LocalServer.DefaultDataFolder()}-{NameOf(app).ToLowerInvariant()}",
    };

    /// <summary>Runs the application itself until it is asked to stop.</summary>
    internal static async Task<int> ServeAsync(this IHost app, Invocation run, bool dev)
    {
        Options(app).Dev |= dev;
        await using var server = run.Settings.Database is null
            ? await LocalServer.StartAsync(
                new LocalServerOptions { DataFolder = Store.Folder(run), Progress = run.Screen.Passing, Time = run.Time }, run.Stop)
            : null;
        Options(app).Connection = server?.ConnectionString ?? run.Settings.Database;
        var web = app as WebApplication;
        if (web is not null) Listen(web, run);
        await app.StartAsync(run.Stop);
        var addresses = web is null ? "" : $" at {string.Join(", ", web.Urls)}";
        run.Screen.Plain($"{NameOf(app)} is ready{addresses}{(Options(app).Dev ? "  (no keys asked)" : "")}");
        await run.UntilStoppedAsync();
        await app.StopAsync(CancellationToken.None);
        return ExitCodes.Done;
    }

    private static void Listen(WebApplication web, Invocation run)
    {
        // What the application or ASP.NET Core's own settings say holds, unless ours say something else.
        string[] theirs = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        var isSaid = web.Urls.Count > 0 || theirs.Any(key => web.Configuration[key] is { Length: > 0 }) || web.Configuration.GetSection("Kestrel:Endpoints").Exists();
        if (isSaid && run.Settings.All[Settings.UrlsName] is not { Length: > 0 }) return;
        ListenAddresses.Check(run.Settings.Urls, loopbackOnly: Options(web).Dev);
        web.Urls.Clear();
        foreach (var url in run.Settings.Urls) web.Urls.Add(url);
    }

    private static JourneyOptions Options(IHost app) => app.Services.GetRequiredService<JourneyOptions>();

    private static string NameOf(IHost app) => app.Services.GetRequiredService<IHostEnvironment>().ApplicationName;
}
