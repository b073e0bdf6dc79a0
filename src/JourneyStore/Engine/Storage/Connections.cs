using Microsoft.Extensions.Logging;
using Npgsql;

namespace JourneyStore.Engine.Storage;

/// <summary>The four ways to the database: for what must be quick, for what is long, for what holds a connection of its own, and Marten's.</summary>
internal static class Connections
{
    // Lookups by a list on a table that was empty when their plan was made would be planned as scans and stay so; these settings leave
    // the planner only the indexes, which is what every statement of the hot paths is made for.
    private const string IndexesOnly = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan";
    private const string WithoutCompiling = "-c jit=off";
    private const int DocumentSeconds = 30;
    private const string Bulky = "-c jit=off -c work_mem=64MB";

    // A machine that vanishes says no farewell; the server asks after it, and frees its locks within some ten seconds instead of hours.
    private const string NoticeTheDead = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    // A statement of the hot paths takes milliseconds; one that takes this long waits for something that may never come.
    private const int LookupSeconds = 10;

    // A statement of a rebuild takes as long as the log is long; Ctrl-C ends it.
    private const int NoLimit = 0;

    /// <summary>For lookups and appends.</summary>
    public static NpgsqlDataSource Lookups(string connectionString, ILoggerFactory logs) =>
        Source(connectionString, IndexesOnly, 24, LookupSeconds, logs);

    /// <summary>For rebuilds and other long work.</summary>
    public static NpgsqlDataSource Bulk(string connectionString, ILoggerFactory logs) => Source(connectionString, Bulky, 16, NoLimit, logs);

    /// <summary>For whoever holds a connection as long as it runs.</summary>
    public static NpgsqlDataSource Alone(string connectionString, ILoggerFactory logs) =>
        Source(connectionString, "", 1, LookupSeconds, logs, pooled: false);

    /// <summary>For Marten, which knows more types than ours.</summary>
    public static NpgsqlDataSource Documents(string connectionString, ILoggerFactory logs) =>
        Source(connectionString, WithoutCompiling, 24, DocumentSeconds, logs, allTypes: true);

    private static NpgsqlDataSource Source(
        string connectionString, string settings, int poolSize, int commandSeconds, ILoggerFactory logs, bool pooled = true, bool allTypes = false)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        // Npgsql's own builder answers for every keyword that it knows; the plain one, for those that were written.
        var written = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!written.ContainsKey("Maximum Pool Size") && !written.ContainsKey("MaxPoolSize")) given.MaxPoolSize = poolSize;
        if (!written.ContainsKey("Max Auto Prepare")) given.MaxAutoPrepare = 100;
        if (!written.ContainsKey("Auto Prepare Min Usages")) given.AutoPrepareMinUsages = 2;
        if (!written.ContainsKey("Command Timeout") && !written.ContainsKey("CommandTimeout")) given.CommandTimeout = commandSeconds;
        if (!written.ContainsKey("Timeout")) given.Timeout = 5;
        // Nothing here changes a session, so nothing has to be undone when a connection goes back to the pool.
        given.NoResetOnClose = true;
        given.Options = $"{given.Options} {settings} {NoticeTheDead}".Trim();
        if (!pooled) given.Pooling = false;
        given.ApplicationName ??= "journeystore";
        var builder = new NpgsqlDataSourceBuilder(given.ConnectionString).UseLoggerFactory(logs);
        // PostgreSQL's own types are known without asking the server for all that it has, and our statements use no others.
        if (!allTypes) builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }
}
