using System.Buffers;
using System.Text.Json;

namespace JourneyStore.Engine.Log;

/// <summary>A JSON writer and its buffer, one pair a thread, for documents that are written from begin to end without waiting.</summary>
internal static class ReusedJson
{
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_json;

    /// <summary>An empty document; what was begun before on this thread is over.</summary>
    public static (Utf8JsonWriter Json, ArrayBufferWriter<byte> Buffer) Begin()
    {
        if (s_buffer is null || s_json is null || s_buffer.Capacity > LargestKept)
        {
            s_buffer = new ArrayBufferWriter<byte>(1024);
            s_json = new Utf8JsonWriter(s_buffer, new JsonWriterOptions { SkipValidation = true });
        }
        s_buffer.ResetWrittenCount();
        s_json.Reset();
        return (s_json, s_buffer);
    }
}
