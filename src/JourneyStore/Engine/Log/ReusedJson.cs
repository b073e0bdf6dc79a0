using System.Buffers;
using System.Text.Json;

namespace JourneyStore.Engine.Log;

/// <summary>A JSON writer and its buffer, one pair a thread, for documents that are written from begin to end without waiting.</summary>
internal static class ReusedJson
{
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? bufferOfThread;

    [ThreadStatic]
    private static Utf8JsonWriter? jsonOfThread;

    /// <summary>An empty document; what was begun before on this thread is over.</summary>
    public static (Utf8JsonWriter Json, ArrayBufferWriter<byte> Buffer) Begin()
    {
        if (bufferOfThread is null || jsonOfThread is null || bufferOfThread.Capacity > LargestKept)
        {
            bufferOfThread = new ArrayBufferWriter<byte>(1024);
            jsonOfThread = new Utf8JsonWriter(bufferOfThread, new JsonWriterOptions { SkipValidation = true });
        }
        bufferOfThread.ResetWrittenCount();
        jsonOfThread.Reset();
        return (jsonOfThread, bufferOfThread);
    }
}
