using System.CommandLine;
using JourneyStore.Cli.Screens;
using JourneyStore.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JourneyStore.Cli.Composition;

/// <summary>What a process has around it: clock, ids, the two streams. A test puts its own in.</summary>
internal sealed class Surroundings : InvocationConfiguration
{
    /// <summary>The surroundings of a process.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Where new ids come from.</param>
    public Surroundings(TimeProvider time, IIdSource ids)
    {
        Time = time;
        Ids = ids;
        Output = StandardStreams.Answers();
        Error = StandardStreams.Remarks();
        EnableDefaultExceptionHandler = false;
        // Ctrl-C and SIGTERM are ours (Interruption): the second one ends the process at once.
        ProcessTerminationTimeout = null;
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where new ids come from.</summary>
    public IIdSource Ids { get; }

    /// <summary>The application whose command line this is; null: the stock executable's.</summary>
    public IHost? Application { get; init; }

    /// <summary>What is in the rooms.</summary>
    public Inventory Rooms() => Application?.Services.GetRequiredService<Inventory>() ?? Inventory.Discover();

    /// <summary>True when a person looks at the answers.</summary>
    public bool OutputIsTerminal { get; init; } = !Console.IsOutputRedirected;

    /// <summary>True when a person looks at the remarks.</summary>
    public bool ErrorIsTerminal { get; init; } = !Console.IsErrorRedirected;
}
