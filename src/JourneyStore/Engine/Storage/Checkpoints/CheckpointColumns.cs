using JourneyStore.Engine.Log;
using Npgsql;

namespace JourneyStore.Engine.Storage.Checkpoints;

/// <summary>How a row of <c>js_checkpoints</c>, called <c>k</c>, is selected and read.</summary>
internal static class CheckpointColumns
{
    /// <summary>What is selected.</summary>
    public const string Columns = "k.at, k.seq_id, k.events, k.last_seq, k.last_recorded, k.data";

    public static Checkpoint Read(NpgsqlDataReader reader, int at = 0) => new(
        new OccurrencePlace(Micros.Moment(reader.GetInt64(at)), reader.GetInt64(at + 1)),
        reader.GetInt64(at + 2), reader.GetInt64(at + 3), EventRow.Moment(reader, at + 4), reader.GetFieldValue<byte[]>(at + 5));
}
