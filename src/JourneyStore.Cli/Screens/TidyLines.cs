using System.Text;

namespace JourneyStore.Cli.Screens;

/// <summary>Writes whole lines without the blanks at their ends that tables leave; what is piped stays clean for the next program.</summary>
internal sealed class TidyLines(TextWriter inner) : TextWriter
{
    // Written by verbs and, on stderr, by progress from other threads.
    private readonly Lock gate = new();
    private readonly StringBuilder line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (gate) Add(value);
    }

    public override void Write(string? value)
    {
        lock (gate)
            foreach (var c in value ?? "") Add(c);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        lock (gate)
            foreach (var c in buffer.AsSpan(index, count)) Add(c);
    }

    public override void Flush()
    {
        lock (gate) inner.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        lock (gate)
        {
            inner.Write(line.ToString());
            inner.Flush();
            line.Clear();
        }
    }

    private void Add(char c)
    {
        if (c == '\r') return;
        if (c != '\n')
        {
            line.Append(c);
            return;
        }
        inner.Write(line.ToString().TrimEnd());
        inner.Write('\n');
        inner.Flush();
        line.Clear();
    }
}
