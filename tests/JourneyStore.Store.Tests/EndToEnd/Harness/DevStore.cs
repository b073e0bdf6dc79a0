namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>One <c>serve --dev</c> on a fresh database for all tests of a class; each test has customers of its own.</summary>
public sealed class DevStore : IAsyncLifetime
{
    private FreshDatabase? _database;
    private JourneyService? _service;

    internal HttpClient Client => _service!.Client;

    internal string Database => _database!.ConnectionString;

    public async Task InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _service = await JourneyService.StartAsync(_database.ConnectionString, "--dev");
    }

    public async Task DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
