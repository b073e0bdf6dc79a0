using System.CommandLine;
using JourneyStore.Cli.Composition;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>skip PROJECTION GROUP --reason TEXT [--by NAME]</c>: leaves the event out that a group is parked for.</summary>
internal sealed class Skip : IVerb
{
    private static readonly Argument<string> Projection = new("PROJECTION") { Description = "The projection that parked it." };
    private static readonly Argument<string> Group = new("GROUP") { Description = "The customer (type:value, or our own id) or the case (process/case id)." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why the event is left out; recorded.", HelpName = "TEXT", Required = true };
    private static readonly Option<string> By = new("--by")
    {
        Description = "Who decides; recorded. Default: the user who runs the command.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName,
    };

    private static readonly Option<long?> Position = new("--position")
    {
        Description = "Position of the event that is meant; when the group is parked for another one by now, nothing is done.", HelpName = "N",
    };

    public int Place => 94;

    public Command Describe() => new Command(
        "skip",
        "Leaves out, for ever and in one projection only, the event that a customer or case is parked for. Exit 1 when it stays parked for another.")
        {
            Projection, Group, Reason, By, Position, Flags.Tenant, Flags.Json,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            var outcome = await store.Engine.Parked.SkipAsync(
                run.Tenant, run.Get(Projection)!, run.Get(Group)!, run.Get(Position), run.Get(By)!, run.Get(Reason)!, run.Stop);
            return Retry.Show(outcome, run.Screen);
        })
        .Example("journey skip attention email:ann@example.org --reason \"sent by mistake\"", "the customer goes on without that event");
}
