using System.Runtime.InteropServices;

namespace JourneyStore.Cli.Composition;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks everything to stop in order, the second ends the process at once. What was acknowledged is
/// committed either way.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int EndedBySignal = 130;
    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> signals = [];

    public Interruption()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP })
            signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    public void Dispose()
    {
        foreach (var signal in signals) signal.Dispose();
        stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (stop.IsCancellationRequested) Environment.Exit(EndedBySignal);
        context.Cancel = true;
        // Not on the signal's own thread: what hangs on the token may take its time, and a second signal must still come through.
        _ = Task.Run(stop.Cancel);
    }
}
