namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>One <c>serve --dev</c> on a fresh database for all tests of a class; each test has customers of its own.</summary>
public sealed class DevStore : IAsyncLifetime
{
    private FreshDatabase? database;
    private JourneyService? service;

    internal HttpClient Client => service!.Client;

    internal string Database => database!.ConnectionString;

    public async Task InitializeAsync()
    {
        database = await FreshDatabase.CreateAsync();
        service = await JourneyService.StartAsync(database.ConnectionString, "--dev");
    }

    public async Task DisposeAsync()
    {
        if (service is not null) await service.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }
}
