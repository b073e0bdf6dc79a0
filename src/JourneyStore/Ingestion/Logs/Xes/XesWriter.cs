using System.Globalization;
using System.Text;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>
/// Writes a small XES document into one line of text. Attributes stand in apostrophes, because the text stands within JSON; and whatever a
/// tolerant reader has taken is written so that it is taken again.
/// </summary>
internal sealed class XesWriter
{
    private readonly StringBuilder text = new();

    public XesWriter Open(string name, params ReadOnlySpan<(string Name, string Value)> attributes) => Start(name, attributes, ">");

    public XesWriter Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes) => Start(name, attributes, "/>");

    public XesWriter Close(string name)
    {
        text.Append("</").Append(name).Append('>');
        return this;
    }

    public override string ToString() => text.ToString();

    private XesWriter Start(string name, ReadOnlySpan<(string Name, string Value)> attributes, string end)
    {
        text.Append('<').Append(name);
        foreach (var (key, value) in attributes)
        {
            text.Append(' ').Append(key).Append("='");
            foreach (var rune in value.EnumerateRunes()) Write(rune);
            text.Append('\'');
        }
        text.Append(end);
        return this;
    }

    private void Write(Rune rune)
    {
        switch (rune.Value)
        {
            case '&': text.Append("&amp;"); break;
            case '<': text.Append("&lt;"); break;
            case '>': text.Append("&gt;"); break;
            case '\'': text.Append("&apos;"); break;
            case < ' ': text.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};"); break;
            default: text.Append(rune); break;
        }
    }
}
