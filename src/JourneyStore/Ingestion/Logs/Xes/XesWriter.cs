using System.Globalization;
using System.Text;

namespace JourneyStore.Ingestion.Logs.Xes;

/// <summary>
/// Writes a small XES document into one line of text. Attributes stand in apostrophes, because the text stands within JSON; and whatever a
/// tolerant reader has taken is written so that it is taken again.
/// </summary>
internal sealed class XesWriter
{
    private readonly StringBuilder _text = new();

    public XesWriter Open(string name, params ReadOnlySpan<(string Name, string Value)> attributes) => Start(name, attributes, ">");

    public XesWriter Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes) => Start(name, attributes, "/>");

    public XesWriter Close(string name)
    {
        _text.Append("</").Append(name).Append('>');
        return this;
    }

    public override string ToString() => _text.ToString();

    private XesWriter Start(string name, ReadOnlySpan<(string Name, string Value)> attributes, string end)
    {
        _text.Append('<').Append(name);
        foreach (var (key, value) in attributes)
        {
            _text.Append(' ').Append(key).Append("='");
            foreach (var rune in value.EnumerateRunes()) Write(rune);
            _text.Append('\'');
        }
        _text.Append(end);
        return this;
    }

    private void Write(Rune rune)
    {
        switch (rune.Value)
        {
            case '&': _text.Append("&amp;"); break;
            case '<': _text.Append("&lt;"); break;
            case '>': _text.Append("&gt;"); break;
            case '\'': _text.Append("&apos;"); break;
            case < ' ': _text.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};"); break;
            default: _text.Append(rune); break;
        }
    }
}
