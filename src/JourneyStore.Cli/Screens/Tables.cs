using Spectre.Console;
using Spectre.Console.Rendering;

namespace JourneyStore.Cli.Screens;

/// <summary>The few shapes that all answers are made of.</summary>
internal static class Tables
{
    /// <summary>A table without boxes: a line under the heads is all that eyes need.</summary>
    public static Table Plain(params string[] heads)
    {
        var table = new Table { Border = TableBorder.Simple, BorderStyle = new Style(Color.Grey) };
        foreach (var head in heads)
        {
            // A head that starts with '>' stands over numbers.
            var numbers = head.StartsWith('>');
            var column = new TableColumn(new Markup($"[grey]{Markup.Escape(numbers ? head[1..] : head)}[/]")) { Alignment = numbers ? Justify.Right : Justify.Left };
            table.AddColumn(numbers ? column.NoWrap() : column);
        }
        return table;
    }

    /// <summary>Two columns of names and values without heads.</summary>
    public static Grid Facts(params (string Name, string? Value)[] facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(3)).AddColumn();
        foreach (var (name, value) in facts)
            if (value is not null) grid.AddRow(new Markup($"[grey]{Markup.Escape(name)}[/]"), new Text(value));
        return grid;
    }

    /// <summary>A row of plain texts, safe from markup.</summary>
    public static Table Row(this Table table, params string?[] cells)
    {
        table.AddRow(cells.Select(cell => (IRenderable)new Text(cell ?? "")).ToArray());
        return table;
    }

    /// <summary>A heading over a part of an answer.</summary>
    public static void Heading(this IAnsiConsole canvas, string text)
    {
        canvas.WriteLine();
        canvas.Write(new Rule($"[bold teal]{Markup.Escape(text)}[/]") { Justification = Justify.Left, Style = new Style(Color.Grey), Border = BoxBorder.Square });
    }

    /// <summary>Plain sentences, set in and wrapped.</summary>
    public static void Prose(this IAnsiConsole canvas, string text) => canvas.Write(new Padder(new Text(text), new Padding(2, 0, 2, 0)));

    /// <summary>Sentences as a list with bullets.</summary>
    public static void Bullets(this IAnsiConsole canvas, IEnumerable<string> sentences)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(4).PadRight(1)).AddColumn(new GridColumn().PadRight(2));
        foreach (var sentence in sentences) grid.AddRow(new Text("•"), new Text(sentence));
        canvas.Write(grid);
    }

    /// <summary>A colour for a label word: how much it should catch the eye.</summary>
    public static string Colour(string label) => label switch
    {
        "critical" or "breached" or "stopped" or "needs-rebuild" => "red",
        "strained" or "tense" or "elevated" or "catching-up" or "noticeable" or "high" => "yellow",
        "calm" or "none" or "current" or "ok" or "quiet" => "green",
        _ => "default",
    };
}
