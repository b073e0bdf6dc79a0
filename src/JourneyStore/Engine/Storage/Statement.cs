using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using JasperFx.Events;
using Marten.Internal.Operations;
using Npgsql;
using Weasel.Core;
using Weasel.Storage;
using IPostgresCommandBuilder = Weasel.Postgresql.ICommandBuilder;

namespace JourneyStore.Engine.Storage;

/// <summary>
/// A statement of ours that Marten sends with its session's own, in the same batch and transaction. It may use a parameter twice; nobody reads its
/// rows.
/// </summary>
/// <param name="sql">With <c>$1</c>, <c>$2</c>, …</param>
/// <param name="parameters">In their order.</param>
internal sealed partial class Statement(string sql, params NpgsqlParameter[] parameters)
    : Marten.Internal.Operations.IStorageOperation, NoDataReturnedCall
{
    // A text between parameters, and the parameter behind it; -1: none.
    private static readonly ConcurrentDictionary<string, (string Text, int Parameter)[]> Parts = new(StringComparer.Ordinal);

    /// <summary>Sends it with a batch of ours instead.</summary>
    public void AddTo(NpgsqlBatch batch) => batch.Add(sql, parameters);

    /// <inheritdoc />
    public Type DocumentType => typeof(IEvent);

    /// <inheritdoc />
    public OperationRole Role() => OperationRole.Other;

    /// <inheritdoc />
    public void ConfigureCommand(IPostgresCommandBuilder builder, IStorageSession session)
    {
        Span<int> places = stackalloc int[parameters.Length];
        var placed = 0;
        foreach (var (text, at) in Parts.GetOrAdd(sql, Split))
        {
            builder.Append(text);
            if (at < 0) continue;
            if (places[at] == 0)
            {
                builder.AppendParameter(parameters[at].Value, parameters[at].NpgsqlDbType);
                places[at] = ++placed;
            }
            else builder.Append(string.Create(CultureInfo.InvariantCulture, $"${places[at]}"));
        }
    }

    /// <inheritdoc />
    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;

    private static (string, int)[] Split(string sql)
    {
        var parts = new List<(string, int)>();
        var from = 0;
        foreach (Match match in Parameter().Matches(sql))
        {
            parts.Add((sql[from..match.Index], int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1));
            from = match.Index + match.Length;
        }
        parts.Add((sql[from..], -1));
        return [.. parts];
    }

    [GeneratedRegex(@"\$([0-9]+)")]
    private static partial Regex Parameter();
}
