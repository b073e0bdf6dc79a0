using System.CommandLine;
using JourneyStore.Cli.Composition;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Cli.Verbs;

/// <summary><c>export REF [--out FILE]</c>: all that is held about a person.</summary>
internal sealed class Export : IVerb
{
    private static readonly Argument<CustomerRef> Customer = Flags.Customer();
    private static readonly Option<FileInfo?> Out = new("--out")
    {
        Description = "The file to write, readable by you alone; it is put in the place of one that is there. Default: stdout.", HelpName = "FILE",
    };

    public int Place => 131;

    public Command Describe() => new Command(
        "export",
        "All that the store holds about a person, as one JSON document: identifiers, events as they came, rows of views, signals, decisions, what is held, parked and undelivered.")
        {
            Customer, Out, Flags.Tenant,
        }
        .Runs(async run =>
        {
            await using var store = await run.OpenToReadAsync();
            await using var export = await store.Engine.OpenExportAsync(run.Tenant, run.Get(Customer), run.Stop);
            if (run.Get(Out) is { } file) await WriteAsync(file, export.WriteAsync, run);
            else await run.Screen.StreamAsync(export.WriteAsync, run.Stop);
            return ExitCodes.Done;
        })
        .Example("journey export email:ann@example.org --out ann.json", "what she may ask for")
        .Example("journey export crm:4711", "as GET /v1/customers/{ref}/export answers");

    private static async Task WriteAsync(FileInfo file, Func<Stream, CancellationToken, Task> write, Invocation run)
    {
        // Under another name until it is whole: half of a document is no answer.
        var unfinished = new FileInfo(file.FullName + ".part");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using (var stream = new FileStream(unfinished.FullName, options)) await write(stream, run.Stop);
            unfinished.MoveTo(file.FullName, overwrite: true);
        }
        catch
        {
            unfinished.Delete();
            throw;
        }
        run.Screen.Remark($"Written to {file.FullName}.");
    }
}
