using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Weasel.Core;
using Weasel.Core.Migrations;

namespace JourneyStore.Cli.Operating;

/// <summary>What one library's part of a database lacks, or has otherwise than this version wants it.</summary>
/// <param name="Of">Whose part it is, for instance <c>marten://store/</c>.</param>
/// <param name="Differences">The objects, each with what is wrong with it; empty: nothing.</param>
internal sealed record SchemaPart(string Of, IReadOnlyList<SchemaDifference> Differences);

/// <summary>An object of the schema that is not as it should be.</summary>
/// <param name="Object">Its name.</param>
/// <param name="Is"><c>missing</c>, <c>different</c>, or <c>not to be changed in place</c>.</param>
internal sealed record SchemaDifference(string Object, string Is);

/// <summary>The schema of Marten, with our tables in it, and of Wolverine, compared with what is in the database. Changes nothing.</summary>
internal sealed class Schema
{
    private const string Messages = "wolverine";

    private readonly IReadOnlyList<(IDatabase Database, SchemaMigration Migration)> parts;

    private Schema(IReadOnlyList<(IDatabase, SchemaMigration)> parts) => this.parts = parts;

    public IReadOnlyList<SchemaPart> Parts => [.. parts.Select(part => new SchemaPart(
        part.Database.Describe().SubjectUri.ToString(), [.. part.Migration.Deltas.Where(IsOff)
            .Select(delta => new SchemaDifference(delta.SchemaObject.Identifier.QualifiedName, Said(delta)))]))];

    public bool IsClean => parts.All(part => part.Migration.Difference == SchemaPatchDifference.None);

    /// <summary>Looks at Marten's part, as the engine has it, and at Wolverine's.</summary>
    /// <param name="documents">The engine's store.</param>
    /// <param name="services">Of the host in which Wolverine is.</param>
    /// <param name="reacts">Whether a handler is told of events: without one, nobody needs Wolverine's tables, and that they are not there is no
    /// fault.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<Schema> LookAsync(IDocumentStore documents, IServiceProvider services, bool reacts, CancellationToken ct)
    {
        var marten = documents.Storage.Database;
        var parts = new List<(IDatabase, SchemaMigration)> { (marten, await marten.CreateMigrationAsync(ct)) };
        foreach (var source in services.GetServices<IDatabaseSource>())
            foreach (var database in await source.BuildDatabases())
            {
                if (database.Describe().SubjectUri.Scheme != Messages) continue;
                var migration = await database.CreateMigrationAsync(ct);
                if (reacts || migration.Deltas.Any(delta => delta.Difference != SchemaPatchDifference.Create)) parts.Add((database, migration));
            }
        return new Schema(parts);
    }

    /// <summary>Writes what makes the database as it should be, and beside it, as <c>FILE.drop.sql</c>, what takes that back.</summary>
    /// <returns>The two files.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(string file, CancellationToken ct)
    {
        var (update, back) = (Path.GetFullPath(file), SchemaMigration.ToDropFileName(Path.GetFullPath(file)));
        await using var updates = File.CreateText(update);
        await using var rollbacks = File.CreateText(back);
        foreach (var (database, migration) in parts)
        {
            var rules = database.Migrator;
            if (migration.Schemas.Length > 0) rules.WriteSchemaCreationSql(migration.Schemas, updates);
            migration.WriteAllUpdates(updates, rules, AutoCreate.CreateOrUpdate);
            migration.WriteAllRollbacks(rollbacks, rules);
        }
        ct.ThrowIfCancellationRequested();
        return [update, back];
    }

    private static bool IsOff(ISchemaObjectDelta delta) => delta.Difference != SchemaPatchDifference.None;

    private static string Said(ISchemaObjectDelta delta) => delta.Difference switch
    {
        SchemaPatchDifference.Create => "missing",
        SchemaPatchDifference.Update => "different",
        _ => "not to be changed in place",
    };
}
