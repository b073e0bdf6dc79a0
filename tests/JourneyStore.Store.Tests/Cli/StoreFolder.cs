using JourneyStore.Embedded;
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
