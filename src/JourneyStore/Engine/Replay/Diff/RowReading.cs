namespace JourneyStore.Engine.Replay.Diff;

/// <summary>Words that are not in a row but follow from it: what a policy would decide, for instance.</summary>
/// <param name="Kind">What the words are, for people: <c>decision</c>.</param>
/// <param name="Read">Of a row's key and its UTF-8 JSON: each word by its name. Pure.</param>
public sealed record RowReading(string Kind, Func<string, ReadOnlyMemory<byte>, IEnumerable<(string Name, string Word)>> Read);
