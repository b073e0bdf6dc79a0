using System.Text;
using JourneyStore.Events;

namespace JourneyStore.Ingestion.Logs.Maps;

/// <summary>
/// A text with fields in braces, <c>{number}/{sys_mod_count}</c>. When a field is missing there is no text at all: half an id is no id.
/// </summary>
internal sealed class Template
{
    private readonly (string Text, bool IsField)[] parts;

    private Template((string, bool)[] parts) => this.parts = parts;

    /// <summary>Names of the fields in it.</summary>
    public IEnumerable<string> Fields => parts.Where(part => part.IsField).Select(part => part.Text);

    public static Template Parse(MapNode node) => Parse(node.Text(), node);

    public static Template Parse(string text, MapNode node)
    {
        var parts = new List<(string, bool)>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '{')
            {
                var close = text.IndexOf('}', i);
                if (close <= i + 1) throw node.Wrong($"expected a field's name between {{ and }}, found '{text}'; write {{{{ for a brace itself");
                if (literal.Length > 0) parts.Add((literal.ToString(), false));
                literal.Clear();
                parts.Add((Padding.Strip(text[(i + 1)..close]) ?? throw node.Wrong($"expected a field's name, found blanks in '{text}'"), true));
                i = close;
            }
            else if (c == '}') throw node.Wrong($"found }} without {{ in '{text}'; write }}}} for a brace itself");
            else literal.Append(c);
        }
        if (literal.Length > 0 || parts.Count == 0) parts.Add((literal.ToString(), false));
        return new Template([.. parts]);
    }

    /// <summary>The text for one row; null: a field in it is missing.</summary>
    public string? Render(ILogFields row) => Render(row, asName: false);

    /// <summary>The name, number or time for one row; null: a field in it is missing, or a word for nothing.</summary>
    public string? RenderName(ILogFields row) => Render(row, asName: true);

    private string? Render(ILogFields row, bool asName)
    {
        if (parts.Length == 1) return parts[0].IsField ? Piece(row, parts[0].Text, asName) : Padding.Strip(parts[0].Text);
        var text = new StringBuilder();
        foreach (var (part, isField) in parts)
        {
            var piece = isField ? Piece(row, part, asName) : part;
            if (piece is null) return null;
            text.Append(piece);
        }
        return Padding.Strip(text.ToString());
    }

    private static string? Piece(ILogFields row, string field, bool asName) => asName ? row.GetName(field) : row.Get(field);

    /// <summary>The template as it was written, as far as it matters in a message.</summary>
    public override string ToString() => string.Concat(parts.Select(part => part.IsField ? $"{{{part.Text}}}" : part.Text));
}
