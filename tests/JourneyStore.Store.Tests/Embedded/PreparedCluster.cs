using JourneyStore.Embedded;

namespace JourneyStore.Store.Tests.Embedded;

/// <summary>
/// A data folder that was created once and stopped, to be copied by tests about what happens after: copying takes a small
/// part of the second that creating takes.
/// </summary>
public sealed class PreparedCluster : IAsyncLifetime
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("journeystore-test-");

    private string Folder => Path.Combine(place.FullName, "data");

    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsWindows()) return;
        place.UnixFileMode |= UnixFileMode.OtherExecute;
        await (await LocalServer.StartAsync(new LocalServerOptions { DataFolder = Folder }, CancellationToken.None)).DisposeAsync();
    }

    /// <summary>Where copying cannot keep owners and rights, the test creates its own.</summary>
    public void CopyTo(string folder)
    {
        if (!OperatingSystem.IsWindows()) Outside.Run("cp", "-a", Folder, folder).ShouldBeTrue();
    }

    public Task DisposeAsync()
    {
        place.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
