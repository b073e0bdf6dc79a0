using JourneyStore.Engine.Storage;
using JourneyStore.Engine.Storage.Schema;
using Npgsql;

namespace JourneyStore.Engine.Storage.Reading;

/// <summary>Which customers still stand where they stood, of many at once. One who has gone elsewhere, or is not there at all, does not.</summary>
internal sealed class FindStanding(IReadOnlyList<ViewTable> views)
{
    private readonly string statement =
        $"""
        select u.n from {Sql.Rows("t", "c", "v", "at", "switches", "n")} u
        join mt_streams s on s.tenant_id = u.t and s.id = u.c
        where s.version = u.v and s."timestamp" = u.at and u.switches = {ViewTables.Switches(views)}
        """;

    public async Task<bool[]> RunAsync(NpgsqlConnection connection, IReadOnlyList<(string Tenant, CustomerMark Mark)> known, CancellationToken ct)
    {
        await using var command = connection.Command(
            statement,
            Sql.Texts(known.Column(k => (string?)k.Tenant)),
            Sql.Texts(known.Column(k => (string?)k.Mark.Customer)),
            Sql.Numbers(known.Column(k => k.Mark.Stream.Version)),
            Sql.Moments(known.Column(k => k.Mark.Stream.At.UtcDateTime)),
            Sql.Numbers(known.Column(k => k.Mark.Switches)),
            Sql.Numbers([.. Enumerable.Range(0, known.Count).Select(n => (long)n)]));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var standing = new bool[known.Count];
        while (await reader.ReadAsync(ct)) standing[reader.GetInt64(0)] = true;
        return standing;
    }
}
