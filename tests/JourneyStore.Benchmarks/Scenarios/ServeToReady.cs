using System.Net;

namespace JourneyStore.Benchmarks.Scenarios;

/// <summary>
/// <c>journey serve</c> on a data folder that exists, from the start of the process until its readiness route says yes, the private server
/// under it included, against PostgreSQL's own start on the same folder until it answers a query.
/// </summary>
internal sealed class ServeToReady : IComparison
{
    private Ground ground = null!;
    private readonly HttpClient http = new();
    private ServedFolder? folder;

    public string Name => "serve on existing data, start to ready";

    public string Unit => "ms";

    public double Target => 2;

    public bool MoreIsBetter => false;

    public async Task PrepareAsync(Ground on)
    {
        ground = on;
        folder = await ServedFolder.MakeAsync(ground, rounds: ground.Quick ? 1 : 50);
    }

    public async Task<double> EngineAsync()
    {
        var began = ground.Time.GetTimestamp();
        await using var journey = JourneyProcess.Start(ground, "serve", "--dev", "--data", folder!.Path, "--urls", "http://127.0.0.1:0");
        var address = (await journey.LineWithAsync("is ready at ")).Split("is ready at ")[1].Split(' ')[0];
        using (var answer = await http.GetAsync($"{address}/health/ready"))
            if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"It said that it is ready, and then {answer.StatusCode}.");
        var taken = ground.Time.GetElapsedTime(began);
        await journey.StopAsync();
        return taken.TotalMilliseconds;
    }

    public async Task<double> BaselineAsync()
    {
        var began = ground.Time.GetTimestamp();
        await folder!.StartServerAsync();
        var taken = ground.Time.GetElapsedTime(began);
        await folder.StopServerAsync();
        return taken.TotalMilliseconds;
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        folder?.Dispose();
        return ValueTask.CompletedTask;
    }
}
