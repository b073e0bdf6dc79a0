using System.Text.Json;
using JourneyStore.Cli.Composition;
using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>Where a verb speaks: answers on stdout, remarks on stderr, colour and bars only where a person looks.</summary>
internal sealed class Screen
{
    /// <summary>Columns of what is piped; a terminal has its own.</summary>
    public const int PipedWidth = 100;

    private readonly Surroundings around;
    private readonly Lazy<IAnsiConsole> answers;
    private readonly Lazy<IAnsiConsole> remarks;

    public Screen(Surroundings around, bool json)
    {
        this.around = around;
        Json = json;
        // A verb that prints plain lines draws nothing, and does not wait for what can.
        answers = new(() => Canvas(around.Output, around.OutputIsTerminal));
        remarks = new(() => Canvas(around.Error, around.ErrorIsTerminal));
    }

    /// <summary>True when one JSON document is asked for.</summary>
    public bool Json { get; }

    /// <summary>Answers.</summary>
    public IAnsiConsole Out => answers.Value;

    /// <summary>Remarks and errors.</summary>
    public IAnsiConsole Remarks => remarks.Value;

    /// <summary>Where progress goes: beside the answers, unless those are JSON.</summary>
    public IAnsiConsole ProgressCanvas => Json ? Remarks : Out;

    /// <summary>True when progress is looked at by a person.</summary>
    public bool ProgressIsLive => Json ? around.ErrorIsTerminal : around.OutputIsTerminal;

    /// <summary>The answer as JSON: the one document of this run.</summary>
    public void Document<T>(T answer) => around.Output.WriteLine(JsonSerializer.Serialize(answer, JsonShape.Indented));

    /// <summary>One answer of many, as one line of JSON.</summary>
    public void Line<T>(T answer)
    {
        around.Output.WriteLine(JsonSerializer.Serialize(answer, JsonShape.Compact));
        around.Output.Flush();
    }

    /// <summary>A line of plain text on stdout, never wrapped.</summary>
    public void Plain(string line) => around.Output.WriteLine(line);

    /// <summary>An answer that is written as it comes: UTF-8 text, by lines of some length.</summary>
    public async Task StreamAsync(Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await using (var stream = new TextStream(around.Output)) await write(stream, ct);
        Plain("");
    }

    /// <summary>A line for a person that is no answer.</summary>
    public void Remark(string line) => around.Error.WriteLine(line);

    /// <summary>What is being done, while somebody waits for it: shown to people only.</summary>
    public void Passing(string line)
    {
        if (around.ErrorIsTerminal) Remarks.MarkupLineInterpolated($"[grey]{line}[/]");
    }

    /// <summary>What went wrong.</summary>
    public void Error(string code, string message)
    {
        if (around.ErrorIsTerminal) Remarks.Markup("[red bold]error[/] [red]" + Markup.Escape(code) + "[/]: ");
        else around.Error.Write($"error {code}: ");
        around.Error.WriteLine(message);
        around.Error.Flush();
    }

    /// <summary>True when the problem is only that the program we write to has gone away.</summary>
    public bool ReaderIsGone(Exception problem) =>
        problem is IOException { Message: var message } && !around.OutputIsTerminal && message.Contains("Broken pipe", StringComparison.Ordinal);

    private static IAnsiConsole Canvas(TextWriter writer, bool terminal)
    {
        var canvas = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        canvas.Profile.Width = terminal ? Math.Clamp(canvas.Profile.Width, 60, 140) : PipedWidth;
        canvas.Profile.Capabilities.Unicode = true;
        return canvas;
    }
}
