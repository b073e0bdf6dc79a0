namespace JourneyStore.Engine.Reading;

/// <summary>A read model in the list of them.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The version of its fold.</param>
/// <param name="Freshness"><c>inline</c> or <c>async</c>.</param>
/// <param name="RankedBy">The property that orders its rows, highest first; null: by key.</param>
/// <param name="Describes">What it tells.</param>
public sealed record ViewInfo(string Name, string Version, string Freshness, string? RankedBy, string Describes);

/// <summary>A row of a read model.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Revision">Stream version (customer views) or position of the last change (views across customers).</param>
/// <param name="Data">The row, as UTF-8 JSON.</param>
public sealed record ViewRow(string Key, long Revision, ReadOnlyMemory<byte> Data);

/// <summary>A page of rows.</summary>
/// <param name="View">The read model's name.</param>
/// <param name="Rows">By key, or by rank where the view has one.</param>
/// <param name="Next">Cursor of the next page; null: this was the last.</param>
/// <param name="Position">Position up to which the view is current.</param>
public sealed record ViewPage(string View, IReadOnlyList<ViewRow> Rows, string? Next, long Position);
