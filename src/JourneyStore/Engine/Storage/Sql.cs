using Npgsql;
using NpgsqlTypes;

namespace JourneyStore.Engine.Storage;

/// <summary>Parameters with their type said, so that a statement is prepared once.</summary>
internal static class Sql
{
    public static NpgsqlParameter Text(string? value) =>
        value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar }
            : new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Varchar };

    public static NpgsqlParameter Number(long? value) =>
        value is { } known ? new NpgsqlParameter<long> { TypedValue = known, NpgsqlDbType = NpgsqlDbType.Bigint }
            : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Id(Guid? value) =>
        value is { } known ? new NpgsqlParameter<Guid> { TypedValue = known, NpgsqlDbType = NpgsqlDbType.Uuid }
            : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Moment(DateTimeOffset? value) =>
        value is { } known
            ? new NpgsqlParameter<DateTime> { TypedValue = known.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz }
            : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter Texts(string?[] values) =>
        new NpgsqlParameter<string?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };

    public static NpgsqlParameter TextsOrNone(string[]? values) =>
        values is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar } : Texts(values);

    public static NpgsqlParameter Numbers(long[] values) =>
        new NpgsqlParameter<long[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    public static NpgsqlParameter Ids(Guid[] values) =>
        new NpgsqlParameter<Guid[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    public static NpgsqlParameter IdsOrNulls(Guid?[] values) =>
        new NpgsqlParameter<Guid?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    public static NpgsqlParameter Moments(DateTime[] values) =>
        new NpgsqlParameter<DateTime[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter Jsons(byte[][] values) =>
        new NpgsqlParameter<byte[][]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    public static NpgsqlParameter Jsons(ReadOnlyMemory<byte>[] values) =>
        new NpgsqlParameter<ReadOnlyMemory<byte>[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    /// <summary>
    /// The parameters from the first on, arrays of one length, as rows with these columns. As a select list and not <c>unnest($1, $2, …)</c> in
    /// FROM, which would copy
    /// every value into a store of its array's own before the first row comes out: with documents among them, 3 % of what an append costs.
    /// </summary>
    public static string Rows(params ReadOnlySpan<string> columns)
    {
        var lists = new string[columns.Length];
        for (var i = 0; i < lists.Length; i++) lists[i] = $"unnest(${i + 1}) as {columns[i]}";
        return $"(select {string.Join(", ", lists)})";
    }

    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    /// <summary>One column of many things, as an array parameter.</summary>
    public static TColumn[] Column<T, TColumn>(this IReadOnlyCollection<T> things, Func<T, TColumn> column)
    {
        var values = new TColumn[things.Count];
        var i = 0;
        foreach (var thing in things) values[i++] = column(thing);
        return values;
    }
}
