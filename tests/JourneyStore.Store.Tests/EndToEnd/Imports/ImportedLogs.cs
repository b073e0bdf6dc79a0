using System.Text.Json;
using JourneyStore.Store.Tests.EndToEnd.Harness;

namespace JourneyStore.Store.Tests.EndToEnd.Imports;

/// <summary>
/// Logs imported once by the real command into one database, with a server on it, for all tests of a class. Logs that are not on this
/// machine are left out; with none, nothing is started and the tests are skipped.
/// </summary>
public abstract class ImportedLogs : IAsyncLifetime
{
    private readonly SampleLog[] logs;
    private readonly Dictionary<SampleLog, JsonElement> reports = [];
    private FreshDatabase? database;
    private JourneyService? service;

    private protected ImportedLogs(params SampleLog[] logs) => this.logs = logs;

    internal HttpClient Client => service!.Client;

    internal string Database => database!.ConnectionString;

    /// <summary>What the import of a log came to, or the test is skipped.</summary>
    internal JsonElement Report(SampleLog log)
    {
        Skip.IfNot(log.IsHere, $"skipped: no test data at {log.Path}");
        return reports[log];
    }

    public async Task InitializeAsync()
    {
        var here = logs.Where(log => log.IsHere).ToList();
        if (here.Count == 0) return;
        database = await FreshDatabase.CreateAsync();
        foreach (var log in here) reports[log] = await ImportAsync(log);
        service = await JourneyService.StartAsync(Database, "--dev");
    }

    public async Task DisposeAsync()
    {
        if (service is not null) await service.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }

    /// <summary>Imports a log, for the first time or again.</summary>
    internal async Task<JsonElement> ImportAsync(SampleLog log)
    {
        var run = await JourneyProcess.RunAsync(Database, "import", log.Path, "--map", log.Map, "--json");
        return JsonDocument.Parse(run.ShouldBeDone().Out).RootElement;
    }

    /// <summary>A row of a view, as the API gives it.</summary>
    internal async Task<JsonElement> RowAsync(string view, string key) =>
        (await Client.GetJsonAsync($"/v1/views/{view}/{Uri.EscapeDataString(key)}")).GetProperty("data");

    /// <summary>All rows of a view by key, as the API pages through them.</summary>
    internal async Task<Dictionary<string, JsonElement>> RowsAsync(string view)
    {
        var rows = new Dictionary<string, JsonElement>();
        string? next = null;
        do
        {
            var page = await Client.GetJsonAsync($"/v1/views/{view}?limit=1000{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            foreach (var row in page.List("rows")) rows.Add(row.Text("key")!, row.GetProperty("data"));
            next = page.Text("next");
        }
        while (next is not null);
        return rows;
    }

    /// <summary>The directly-follows graph of a process, out of the view <c>steps</c>.</summary>
    internal async Task<Dictionary<(string From, string To), long>> EdgesAsync(string process) =>
        (await StepsAsync(process)).SelectMany(step =>
            step.List("next").Select(next => (From: step.Text("step")!, To: next.Text("step")!, Count: next.GetProperty("took").Number("count"))))
        .ToDictionary(edge => (edge.From, edge.To), edge => edge.Count);

    /// <summary>The steps of a process.</summary>
    internal async Task<List<JsonElement>> StepsAsync(string process) => [.. (await RowsAsync("steps")).Values.Where(row => row.Text("process") == process)];

    /// <summary>
    /// Builds every view anew and sees that no row differs from what stood there before, and that the log says the same.
    /// </summary>
    internal async Task RebuildAndVerifyAsync()
    {
        string[] views = ["attention", "processes", "profile", "signals", "steps"];
        var before = new Dictionary<string, string>();
        foreach (var view in views) before[view] = await TextAsync(view);
        (await JourneyProcess.RunAsync(Database, "rebuild", "--all")).ShouldBeDone();
        foreach (var view in views) (await TextAsync(view)).ShouldBe(before[view], view);

        var verified = JsonDocument.Parse((await JourneyProcess.RunAsync(Database, "verify", "--json")).ShouldBeDone().Out).RootElement;
        verified.GetProperty("clean").GetBoolean().ShouldBeTrue();
        verified.List("views").Length.ShouldBe(views.Length);
        verified.List("views").ShouldAllBe(view => view.Number("different") == 0 && view.Number("rows") > 0);
    }

    private async Task<string> TextAsync(string view) =>
        string.Join('\n', (await RowsAsync(view)).OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => $"{row.Key} {Lasting(row.Value)}"));

    // A row that is shown as of the moment at which it is read says so, and its score or signals change meanwhile; what is stored is compared by the
    // verification.
    private static string Lasting(JsonElement row) =>
        string.Join(',', row.EnumerateObject().Where(member => member.Name is not ("asOf" or "score" or "signals")).Select(member => $"{member.Name}:{member.Value.GetRawText()}"));
}
