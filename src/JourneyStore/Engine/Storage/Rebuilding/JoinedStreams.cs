using Npgsql;

namespace JourneyStore.Engine.Storage.Rebuilding;

/// <summary>What a stream is in a range of the log.</summary>
internal enum JoinedStream
{
    /// <summary>A customer's only one.</summary>
    Alone,

    /// <summary>That of a customer whom others have joined.</summary>
    GoesOn,

    /// <summary>Another customer's, who is met elsewhere.</summary>
    Joined,
}

/// <summary>
/// The streams of a range that have joined others or that others have joined, read beside the events in the same order: none of them is kept in
/// memory.
/// </summary>
internal sealed class JoinedStreams : IAsyncDisposable
{
    // Ordered as the index of the events is.
    private static readonly string Statement =
        $"""
        select j.tenant_id, j.id, j.goes_on from (
          select m.tenant_id, m.stream_id as id, false as goes_on from js_members m where m.joined_seq <= $5 and not {Members.IsOfSplit("m.stream_id")}
          union
          select m.tenant_id, m.into_id, true from js_members m where m.joined_seq <= $5
            and not exists (select from js_members o where o.tenant_id = m.tenant_id and o.stream_id = m.into_id and o.joined_seq <= $5)) j
        where ($1::varchar is null or (j.tenant_id, j.id) >= ($1, $2)) and ($3::varchar is null or (j.tenant_id, j.id) < ($3, $4))
        order by j.tenant_id, j.id
        """;

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader reader;
    private (GroupKey Stream, bool GoesOn)? next;

    private JoinedStreams(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlDataReader reader) =>
        (this.connection, this.command, this.reader) = (connection, command, reader);

    public static async Task<JoinedStreams> OpenAsync(NpgsqlConnection connection, KeyRange range, long? maxPosition, CancellationToken ct)
    {
        var command = connection.Command(
            Statement, Sql.Text(range.From?.Tenant), Sql.Text(range.From?.Key), Sql.Text(range.To?.Tenant), Sql.Text(range.To?.Key),
            Sql.Number(maxPosition ?? long.MaxValue));
        var streams = new JoinedStreams(connection, command, await command.ExecuteReaderAsync(ct));
        await streams.MoveAsync(ct);
        return streams;
    }

    /// <summary>What a stream is; asked for in the order of the events.</summary>
    public async Task<JoinedStream> FindAsync(GroupKey stream, CancellationToken ct)
    {
        // Each of them has events: it comes in its turn.
        if (next is not { } one || one.Stream != stream) return JoinedStream.Alone;
        await MoveAsync(ct);
        return one.GoesOn ? JoinedStream.GoesOn : JoinedStream.Joined;
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task MoveAsync(CancellationToken ct) =>
        next = await reader.ReadAsync(ct) ? (new GroupKey(reader.GetString(0), reader.GetString(1)), reader.GetBoolean(2)) : null;
}
