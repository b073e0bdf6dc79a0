using System.Data.Common;
using Weasel.Core;
using Weasel.Postgresql;

namespace JourneyStore.Engine.Storage.Schema;

/// <summary>
/// How a table of documents that are written again and again is kept: room in its pages, so that a row stays where it is; documents up to 4 KB in
/// line, and compressed by lz4
/// where the server has it.
/// </summary>
internal sealed class DocumentSettings(string schema, string table) : ISchemaObject
{
    private const string Room = "fillfactor=70";

    public DbObjectName Identifier { get; } = new PostgresqlObjectName(schema, $"{table}_settings", SchemaUtils.IdentifierUsage.General);

    public void WriteCreateStatement(Migrator migrator, TextWriter writer) => writer.WriteLine(Sql(schema, table));

    public void WriteDropStatement(Migrator rules, TextWriter writer) => writer.WriteLine($"alter table {schema}.{table} reset (fillfactor, toast_tuple_target);");

    public void ConfigureQueryCommand(Weasel.Core.DbCommandBuilder builder)
    {
        builder.Append("select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ");
        builder.AppendParameter(schema);
        builder.Append(" and c.relname = ");
        builder.AppendParameter(table);
        builder.Append($" and '{Room}' = any(c.reloptions);");
    }

    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default) =>
        new SchemaObjectDelta(this, await reader.ReadAsync(ct) ? SchemaPatchDifference.None : SchemaPatchDifference.Create);

    public IEnumerable<DbObjectName> AllNames() => [Identifier];

    /// <summary>The statements.</summary>
    public static string Sql(string schema, string table) =>
        $"""
        alter table {schema}.{table} set ({Room}, toast_tuple_target=4080);
        do $$ begin
          if (select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression') then
            alter table {schema}.{table} alter data set compression lz4;
          end if;
        end $$;
        """;
}
