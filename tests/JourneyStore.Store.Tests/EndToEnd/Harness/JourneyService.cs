namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>A real <c>journey serve</c> that is ready, and a client that talks to it over a real socket.</summary>
internal sealed class JourneyService : IAsyncDisposable
{
    private const string Ready = "JourneyStore is ready at ";

    private JourneyService(JourneyProcess process, Uri address)
    {
        Process = process;
        Client = new HttpClient { BaseAddress = address };
    }

    public JourneyProcess Process { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it on a free port of this machine and returns when it says that it is ready.</summary>
    /// <param name="database">Connection string.</param>
    /// <param name="flags">For instance <c>--dev</c>.</param>
    public static Task<JourneyService> StartAsync(string database, params IReadOnlyList<string> flags) => StartWithAsync([], database, flags);

    /// <summary>The same with more settings in its environment.</summary>
    public static async Task<JourneyService> StartWithAsync(
        IReadOnlyList<(string Name, string Value)> settings, string database, params IReadOnlyList<string> flags)
    {
        var process = JourneyProcess.StartWith(settings, database, ["serve", "--urls", "http://127.0.0.1:0", .. flags]);
        try
        {
            var line = await process.Out.LineAsync(line => line.StartsWith(Ready, StringComparison.Ordinal));
            var service = new JourneyService(process, new Uri(line[Ready.Length..].Split(' ')[0]));
            (await service.Client.GetAsync("/health/ready")).EnsureSuccessStatusCode();
            return service;
        }
        catch (Exception problem)
        {
            await process.DisposeAsync();
            throw new InvalidOperationException($"serve did not get ready. It said:\n{process.Error.All}", problem);
        }
    }

    /// <summary>A client of the same server with a key.</summary>
    public HttpClient With(string key) => new()
    {
        BaseAddress = Client.BaseAddress,
        DefaultRequestHeaders = { Authorization = new("Bearer", key) },
    };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
    }
}
