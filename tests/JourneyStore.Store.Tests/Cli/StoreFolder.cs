using JourneyStore.Cli.Composition;
using JourneyStore.Cli.Screens;
using JourneyStore.Embedded;
using JourneyStore.Engine;
using JourneyStore.Store.Tests.Embedded;

namespace JourneyStore.Store.Tests.Cli;

/// <summary>A data folder with a running server, which every command joins: no test pays for starting one.</summary>
public sealed class StoreFolder : IAsyncLifetime
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("journeystore-test-");
    private LocalServer? server;

    /// <summary>The value of <c>--data</c>.</summary>
    public string Data => Path.Combine(place.FullName, "data");

    /// <summary>A path for a file of a test.</summary>
    public string Beside(string name) => Path.Combine(place.FullName, name);

    /// <summary>Runs a command on this store.</summary>
    internal Task<JourneyOutput> RunAsync(params string[] args) => Journey.RunAsync([.. args, "--data", Data]);

    /// <summary>
    /// Runs a command on this store in the process of the tests, which has made ready already what every executable makes ready anew: all but the
    /// executable's own first lines. For what prepares a test or is asked once more.
    /// </summary>
    internal Task<JourneyOutput> HereAsync(params string[] args) => HereAsync(TimeProvider.System, args);

    /// <summary>The same on a day of the test's own.</summary>
    internal async Task<JourneyOutput> HereAsync(TimeProvider time, params string[] args)
    {
        var (answers, remarks) = (new StringWriter(), new StringWriter());
        var around = new Surroundings(time, new RandomIds())
        {
            Output = new TidyLines(answers), Error = remarks, OutputIsTerminal = false, ErrorIsTerminal = false,
        };
        var code = await CommandLine.RunAsync([.. args, "--data", Data], around, CancellationToken.None);
        return new JourneyOutput(code, answers.ToString(), remarks.ToString());
    }

    /// <summary>A file of CloudEvents, one a line.</summary>
    internal async Task<string> FileAsync(string name, IEnumerable<string> lines)
    {
        await File.WriteAllLinesAsync(Beside(name), lines);
        return Beside(name);
    }

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows()) place.UnixFileMode |= UnixFileMode.OtherExecute;
        server = await LocalServer.StartAsync(new LocalServerOptions { DataFolder = Data }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        ServerProcess.KillServerOf(Data);
        await ServerProcess.GoneAsync(Data);
        place.Delete(recursive: true);
    }
}
