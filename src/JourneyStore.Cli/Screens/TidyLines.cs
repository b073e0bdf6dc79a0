using System.Text;

namespace JourneyStore.Cli.Screens;

/// <summary>Writes whole lines without the blanks at their ends that tables leave; what is piped stays clean for the next program.</summary>
internal sealed class TidyLines(TextWriter inner) : TextWriter
{
    // Written by verbs and, on stderr, by progress from other threads.
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_gate) Add(value);
    }

    public override void Write(string? value)
    {
        lock (_gate)
            foreach (var c in value ?? "") Add(c);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        lock (_gate)
            foreach (var c in buffer.AsSpan(index, count)) Add(c);
    }

    public override void Flush()
    {
        lock (_gate) inner.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        lock (_gate)
        {
            inner.Write(_line.ToString());
            inner.Flush();
            _line.Clear();
        }
    }

    private void Add(char c)
    {
        if (c == '\r') return;
        if (c != '\n')
        {
            _line.Append(c);
            return;
        }
        inner.Write(_line.ToString().TrimEnd());
        inner.Write('\n');
        inner.Flush();
        _line.Clear();
    }
}
