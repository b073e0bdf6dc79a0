using Spectre.Console;

namespace JourneyStore.Cli.Screens;

/// <summary>The few shapes that all answers are made of.</summary>
internal static class Tables
{
    private static readonly Style Quiet = new(Color.Grey);

    /// <summary>
    /// A table without boxes: a line under the heads is all that eyes need. A head that starts with '>' stands over numbers, one with '=' over ids
    /// and short words.
    /// </summary>
    public static Listing Plain(params string[] heads) => new([.. heads.Select(head => head[..1] switch
    {
        ">" => new ListingColumn(head[1..], ListingKind.Number),
        "=" => new ListingColumn(head[1..], ListingKind.Id),
        _ => new ListingColumn(head),
    })]);

    /// <summary>Two columns of names and values without heads.</summary>
    public static Listing Facts(params (string Name, string? Value)[] facts)
    {
        var listing = new Listing(new ListingColumn("", ListingKind.Id, Quiet), new ListingColumn());
        foreach (var (name, value) in facts)
            if (value is not null) listing.Row(name, value);
        return listing;
    }

    /// <summary>A heading over a part of an answer.</summary>
    public static void Heading(this IAnsiConsole canvas, string text)
    {
        canvas.WriteLine();
        canvas.Write(new Rule($"[bold teal]{Markup.Escape(text)}[/]")
        {
            Justification = Justify.Left,
            Style = new Style(Color.Grey),
            Border = BoxBorder.Square,
        });
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
