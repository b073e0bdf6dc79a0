using JourneyStore.Cli.Composition;
using JourneyStore.Engine;
using JourneyStore.Engine.Storage;

InlineCompletions.Enable();
using var interruption = new Interruption();
var surroundings = new Surroundings(TimeProvider.System, new RandomIds());
return await CommandLine.RunAsync(args, surroundings, interruption.Stop);
