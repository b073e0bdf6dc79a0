namespace JourneyStore.Engine.Storage.Persons;

/// <summary>Adds to a count of an erasure, in the statement that did what is counted: whoever is cut off has counted what is done and no
/// more.</summary>
internal static class CountErased
{
    /// <summary>The statement's end.</summary>
    /// <param name="count">The count, as the receipt names it.</param>
    /// <param name="number">The parameter with the erasure's number.</param>
    /// <param name="done">How many, as an expression.</param>
    public static string Add(string count, string number, string done = "(select count(*) from done)") =>
        $"""
        update js_erasures x set counts = x.counts || jsonb_build_object('{count}', coalesce((x.counts ->> '{count}')::bigint, 0) + {done})
        where x.number = {number}
        """;
}
