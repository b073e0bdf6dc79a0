using System.Text;
using Microsoft.Win32.SafeHandles;

namespace JourneyStore.Cli.Screens;

/// <summary>The process's two streams as UTF-8 text.</summary>
internal static class StandardStreams
{
    /// <summary>Stdout. When it is a pipe and its reader goes away, writing fails, so that <c>journey tail | head</c> ends.</summary>
    public static TextWriter Answers() => Console.IsOutputRedirected ? new TidyLines(Piped() ?? Console.Out) : Console.Out;

    /// <summary>Stderr.</summary>
    public static TextWriter Remarks() => Console.IsErrorRedirected ? new TidyLines(Console.Error) : Console.Error;

    // The console stream of .NET swallows a broken pipe on Unix. A file stream does not; but it keeps its own offset, which is
    // wrong for a file that others append to as well, so it is for pipes only.
    private static StreamWriter? Piped()
    {
        if (OperatingSystem.IsWindows()) return null;
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? null : new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = false };
    }
}
