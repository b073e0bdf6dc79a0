using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using JourneyStore.Events.Service;
using Marten;
using Marten.Events.Aggregation;
using Marten.Metadata;
using Npgsql;

namespace JourneyStore.Benchmarks;

/// <summary>Counts of a customer, as an application's ordinary Marten projection keeps them.</summary>
public sealed class OrdinaryProfile : IRevisioned
{
    public string Id { get; set; } = "";

    public int Events { get; set; }

    public int Opened { get; set; }

    public int HandedOver { get; set; }

    public int Closed { get; set; }

    public DateTimeOffset LastAt { get; set; }

    public int Version { get; set; }
}

/// <summary>The newest thirteen events of a customer.</summary>
public sealed class OrdinaryRecent : IRevisioned
{
    public const int Most = 13;

    public string Id { get; set; } = "";

    public List<OrdinaryEntry> Entries { get; set; } = [];

    public int Version { get; set; }
}

public sealed record OrdinaryEntry(DateTimeOffset At, string Type, string? Subject);

public sealed class OrdinaryProfileProjection : SingleStreamProjection<OrdinaryProfile, string>
{
    public override OrdinaryProfile? Evolve(OrdinaryProfile? snapshot, string id, IEvent e)
    {
        var profile = snapshot ?? new OrdinaryProfile { Id = id };
        profile.Events++;
        profile.LastAt = e.Timestamp;
        switch (e.Data)
        {
            case TicketOpened: profile.Opened++; break;
            case TicketReassigned: profile.HandedOver++; break;
            case TicketClosed: profile.Closed++; break;
        }
        return profile;
    }
}

public sealed class OrdinaryRecentProjection : SingleStreamProjection<OrdinaryRecent, string>
{
    public override OrdinaryRecent? Evolve(OrdinaryRecent? snapshot, string id, IEvent e)
    {
        var recent = snapshot ?? new OrdinaryRecent { Id = id };
        if (recent.Entries.Count == OrdinaryRecent.Most) recent.Entries.RemoveAt(0);
        recent.Entries.Add(new OrdinaryEntry(e.Timestamp, e.EventTypeName, (e.Data as TicketOpened)?.Subject));
        return recent;
    }
}

/// <summary>Marten as its documentation shows it, and two inline projections.</summary>
internal static class Ordinary
{
    /// <summary>The documents' tables.</summary>
    public static readonly IReadOnlyList<string> Tables = ["mt_doc_ordinaryprofile", "mt_doc_ordinaryrecent"];

    /// <summary>Registers the two.</summary>
    public static void Inline(StoreOptions options)
    {
        options.Schema.For<OrdinaryProfile>().MultiTenanted();
        options.Schema.For<OrdinaryRecent>().MultiTenanted();
        options.Projections.Add(new OrdinaryProfileProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new OrdinaryRecentProjection(), ProjectionLifecycle.Inline);
    }

    /// <summary>A store with them and nothing else.</summary>
    /// <param name="connectionString">A database of its own.</param>
    /// <param name="tuned">Versions by the server, one instance an aggregate, prepared statements, no reset of connections: what Marten and Npgsql
    /// offer for speed.</param>
    public static async Task<DocumentStore> OpenAsync(string connectionString, bool tuned)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 64 };
        if (tuned) (connection.MaxAutoPrepare, connection.AutoPrepareMinUsages, connection.NoResetOnClose) = (100, 2, true);
        var store = DocumentStore.For(options =>
        {
            options.Connection(connection.ConnectionString);
            options.UseSystemTextJsonForSerialization();
            options.Events.StreamIdentity = StreamIdentity.AsString;
            options.DisableNpgsqlLogging = true;
            options.Projections.Add(new OrdinaryProfileProjection(), ProjectionLifecycle.Inline);
            options.Projections.Add(new OrdinaryRecentProjection(), ProjectionLifecycle.Inline);
            if (!tuned) return;
            options.Events.AppendMode = EventAppendMode.Quick;
            options.Events.UseIdentityMapForAggregates = true;
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return store;
    }

    /// <summary>The n-th event of a series like the engine's, appended and committed.</summary>
    public static async Task AppendAsync(DocumentStore store, int n)
    {
        await using var session = store.LightweightSession();
        session.Events.Append(Ground.Customer(n), (n / Ground.Customers % 4) switch
        {
            0 => new TicketOpened { Subject = "Printer does not print", Category = "hardware", Priority = "3", Group = "service desk" },
            1 => new TicketAssigned { Assignee = "Kai Steen" },
            2 => new TicketReassigned { Assignee = "Dora Klein" },
            _ => (object)new TicketClosed(),
        });
        await session.SaveChangesAsync();
    }
}
