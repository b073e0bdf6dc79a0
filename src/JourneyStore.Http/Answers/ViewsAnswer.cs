using System.ComponentModel;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Http.Answers;

/// <summary>The read models.</summary>
internal sealed record ViewsAnswer(IReadOnlyList<ViewInfo> Views);

/// <summary>A page of a read model.</summary>
internal sealed record ViewPageAnswer(
    string View,
    ViewRowAnswer[] Rows,
    [property: Description("Goes into after= for the next page; null: this was the last.")] string? Next,
    [property: Description("Position up to which the view is current.")] long Position)
{
    public static ViewPageAnswer Of(ViewPage page)
    {
        var rows = new ViewRowAnswer[page.Rows.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = ViewRowAnswer.Of(page.Rows[i]);
        return new ViewPageAnswer(page.View, rows, page.Next, page.Position);
    }
}

/// <summary>A row of a read model.</summary>
internal readonly record struct ViewRowAnswer(
    string Key, [property: Description("Rises with every change of the row.")] long Revision, RawJson Data)
{
    public static ViewRowAnswer Of(ViewRow row) => new(row.Key, row.Revision, new RawJson(row.Data));
}
