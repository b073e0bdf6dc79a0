using System.Diagnostics;
using System.Runtime.InteropServices;

namespace JourneyStore.Store.Tests.EndToEnd.Harness;

/// <summary>The real executable at work: its output as it comes, and the two ways in which its life ends early.</summary>
internal sealed class JourneyProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[] OurSettings =
    [
        "JOURNEYSTORE_DB", "JOURNEYSTORE_DATA", "JOURNEYSTORE_URLS", "JOURNEYSTORE_DEBUG", "JOURNEYSTORE_QUEUE_EVENTS", "JOURNEYSTORE_QUEUE_SECONDS",
        "JOURNEYSTORE_WEBHOOK_URL", "JOURNEYSTORE_WEBHOOK_TYPES", "JOURNEYSTORE_IDENTITY", "JOURNEYSTORE_PHONE_REGION", "OTEL_EXPORTER_OTLP_ENDPOINT",
        // Said for the test host; the executable says them itself.
        "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT",
    ];

    private readonly Process process;
    private readonly EndWithTests end;
    private readonly string command;

    private JourneyProcess(Process process, string command)
    {
        this.process = process;
        this.command = command;
        end = EndWithTests.Watch(process.Id);
        Out = new OutputLines(process.StandardOutput);
        Error = new OutputLines(process.StandardError);
    }

    /// <summary>What it says on stdout.</summary>
    public OutputLines Out { get; }

    /// <summary>What it says on stderr.</summary>
    public OutputLines Error { get; }

    /// <summary>Its number in the system.</summary>
    public int Id => process.Id;

    /// <summary>Bytes of memory that it holds now.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts <c>journey</c> on a database and leaves it running.</summary>
    public static JourneyProcess Start(string database, params IReadOnlyList<string> arguments) => StartWith([], database, arguments);

    /// <summary>Starts <c>journey</c> on a database with more settings in its environment.</summary>
    public static JourneyProcess StartWith(IReadOnlyList<(string Name, string Value)> settings, string database, IReadOnlyList<string> arguments) =>
        StartProgram("journey", settings, database, arguments);

    /// <summary>Starts an executable that has the verbs of <c>journey</c>.</summary>
    public static JourneyProcess StartProgram(
        string program, IReadOnlyList<(string Name, string Value)> settings, string database, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{program}.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in OurSettings) start.Environment.Remove(name);
        start.Environment["JOURNEYSTORE_DB"] = database;
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return new JourneyProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."), string.Join(' ', arguments));
    }

    /// <summary>Runs <c>journey</c> on a database to its end.</summary>
    public static Task<JourneyRun> RunAsync(string database, params IReadOnlyList<string> arguments) => RunProgramAsync("journey", database, arguments);

    /// <summary>Runs an executable that has the verbs of <c>journey</c> to its end.</summary>
    public static async Task<JourneyRun> RunProgramAsync(string program, string database, params IReadOnlyList<string> arguments)
    {
        await using var process = StartProgram(program, [], database, arguments);
        var exitCode = await process.EndAsync();
        return new JourneyRun(exitCode, process.Out.All, process.Error.All);
    }

    /// <summary>Waits for its end and answers with the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            await Task.WhenAll(Out.Read, Error.Read).WaitAsync(patience.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"journey {command} did not end. It said:\n{Out.All}\n{Error.All}");
        }
    }

    /// <summary>Like a power cut for this one process: no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public void Terminate() => Send(process.Id, SigTerm).ShouldBe(0);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        end.Dispose();
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}

/// <summary>What a run of the executable came to.</summary>
internal sealed record JourneyRun(int ExitCode, string Out, string Error)
{
    /// <summary>Sees that it went well.</summary>
    public JourneyRun ShouldBeDone()
    {
        ExitCode.ShouldBe(0, $"{Out}\n{Error}");
        return this;
    }
}
