using JourneyStore.Engine.Storage;

namespace JourneyStore.Postgres.Append;

/// <summary>Writes rows of a view (or states of its groups) as arrays: tenants, keys, documents, versions, moment.</summary>
internal static class UpsertRows
{
    public static string Statement(string table, ViewTable view) =>
        $"""
        insert into {table} (tenant_id, id, data, mt_version, mt_last_modified, mt_dotnet_type)
        select u.t, u.k, u.d, u.v, $5, '{ViewMark.Of(view)}' from unnest($1, $2, $3, $4) u(t, k, d, v)
        on conflict (tenant_id, id) do update set
          data = excluded.data, mt_version = excluded.mt_version,
          mt_last_modified = excluded.mt_last_modified, mt_dotnet_type = excluded.mt_dotnet_type
        """;
}
