namespace JourneyStore.Cli.Demo.Story;

/// <summary>
/// When the story happens. It is always the same days, whatever today is: a seed tells the same story, with the same figures, on any day. What is
/// asked about it is
/// asked in its own present.
/// </summary>
internal static class StoryTime
{
    /// <summary>The story ends at this day's first moment; a Tuesday, long enough ago to be over everywhere.</summary>
    public static readonly DateOnly Day = new(2025, 7, 15);

    /// <summary>The end: nothing of the story occurs from here on.</summary>
    public static readonly DateTimeOffset End = new(Day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The story's present: the next morning, when somebody opens the next ticket.</summary>
    public static readonly DateTimeOffset Now = End.AddHours(9);
}
