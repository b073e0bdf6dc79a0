using JourneyStore.Engine.Errors;

namespace JourneyStore.Engine.Projections;

/// <summary>A store with views that this process does not know: what it appended or rebuilt would leave them behind.</summary>
internal static class UnknownViews
{
    /// <summary>Why it does not write; null: it knows them all.</summary>
    /// <param name="names">The views that it does not know.</param>
    public static StoreException? Refusal(IReadOnlyList<string> names) => names.Count == 0
        ? null
        : new StoreException(
            "unknown-views",
            $"All views of this store were expected among the rooms of this process; it does not know {string.Join(", ", names)}, and what it wrote would leave them behind. "
            + "Run the command from the application that has them (every verb is there by RunJourneyAsync); verbs that only read work from here. "
            + "A view that is to be no more: journey forget VIEW.");
}
