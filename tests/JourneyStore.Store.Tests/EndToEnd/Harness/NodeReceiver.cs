using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>A receiver of webhooks in Node.js, which checks signatures with the npm library of the Standard Webhooks project.</summary>
internal sealed class NodeReceiver : IAsyncDisposable
{
    private const string Library = "standardwebhooks@1.1.1";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process process;

    private NodeReceiver(Process process, int port) => (this.process, Url) = (process, $"http://127.0.0.1:{port}/hook");

    public string Url { get; }

    /// <summary>Starts it; the test is skipped where Node.js or the library cannot be had.</summary>
    public static async Task<NodeReceiver> StartAsync(string secret, [CallerFilePath] string here = "")
    {
        var folder = Path.Combine(Path.GetTempPath(), "journeystore-tests", Library);
        Directory.CreateDirectory(folder);
        Skip.If(await RunAsync(folder, "node", "--version") != 0, "Node.js is not on this machine.");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "standardwebhooks")))
        {
            var installed = await RunAsync(folder, "npm", "install", "--no-audit", "--no-fund", "--prefix", folder, Library);
            Skip.If(installed != 0, $"npm cannot install {Library} here.");
        }
        var script = Path.Combine(Path.GetDirectoryName(here)!, "..", "Reactions", "webhook-receiver.mjs");
        File.Copy(script, Path.Combine(folder, "receiver.mjs"), overwrite: true);
        var start = new ProcessStartInfo("node", ["receiver.mjs", secret]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        return new NodeReceiver(process, (await ReadAsync(process)).GetProperty("port").GetInt32());
    }

    /// <summary>What it says of the next request.</summary>
    public Task<JsonElement> HearAsync() => ReadAsync(process);

    public ValueTask DisposeAsync()
    {
        process.Kill();
        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<JsonElement> ReadAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException("The receiver has ended.");
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static async Task<int> RunAsync(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
