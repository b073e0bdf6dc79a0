using Marten;

namespace JourneyStore.Engine.Projections;

/// <summary>What every read model says of itself.</summary>
public interface IProjection
{
    /// <summary>Lower-case name, the route and the argument of <c>rebuild</c>: <c>profile</c>, <c>attention</c>, …</summary>
    string Name { get; }

    /// <summary>Changes when the fold changes its meaning, so that stored rows are known to be of an older making.</summary>
    string Version { get; }

    /// <summary>When it is current.</summary>
    Freshness Freshness { get; }

    /// <summary>One sentence for the inventory: what the read model tells.</summary>
    string Describes { get; }

    /// <summary>
    /// Name of a numeric top-level JSON property by which rows are listed, highest first; null: rows are listed by key.
    /// </summary>
    string? RankedBy { get; }

    /// <summary>The class of its rows, which Marten keeps as documents.</summary>
    Type DocumentType { get; }

    /// <summary>Tells Marten of the documents.</summary>
    /// <param name="options">Marten's.</param>
    void MapDocument(StoreOptions options);
}
