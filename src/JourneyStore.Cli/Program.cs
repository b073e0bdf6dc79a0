using JourneyStore.Cli.Composition;
using JourneyStore.Engine;
using JourneyStore.Engine.Storage;

namespace JourneyStore.Cli;

/// <summary>The executable <c>journey</c>. A class of its own, because an application that refers to this assembly has a <c>Program</c>
/// too.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        InlineCompletions.Enable();
        using var interruption = new Interruption();
        var surroundings = new Surroundings(TimeProvider.System, new RandomIds());
        return await CommandLine.RunAsync(args, surroundings, interruption.Stop);
    }
}
