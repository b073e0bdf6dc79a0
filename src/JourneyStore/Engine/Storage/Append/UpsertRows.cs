using JourneyStore.Engine.Storage;

namespace JourneyStore.Engine.Storage.Append;

/// <summary>Writes rows of a view (or states of its groups) as arrays: tenants, keys, documents, versions, moment.</summary>
internal static class UpsertRows
{
    public static string Statement(string table, ViewTable view) =>
        $"""
        insert into {table} (tenant_id, id, data, mt_version, mt_last_modified, mt_dotnet_type)
        select u.t, u.k, u.d, u.v, $5, '{ViewMark.Of(view)}' from {Sql.Rows("t", "k", "d", "v")} u
        on conflict (tenant_id, id) do update set
          data = excluded.data, mt_version = excluded.mt_version,
          mt_last_modified = excluded.mt_last_modified, mt_dotnet_type = excluded.mt_dotnet_type
        """;

    /// <summary>The same for rows that are there, with their number: without the look whether they are, and the lock that goes with it. One that is
    /// not there ends the
    /// transaction by a division by zero (<see cref="Failures"/>).</summary>
    public static string OfThoseThere(string table) =>
        $"""
        with written as (
          update {table} r set data = u.d, mt_version = u.v, mt_last_modified = $5
          from {Sql.Rows("t", "k", "d", "v")} u where r.tenant_id = u.t and r.id = u.k returning 1)
        select 1 / (case when count(*) = $6 then 1 else 0 end) from written
        """;
}
