namespace JourneyStore.Events;

/// <summary>The typed data of a catalogued event: a record with an <see cref="EventTypeAttribute"/>, found by itself.</summary>
public interface IEventBody
{
    /// <summary>One line that tells a person what happened, for instance <c>Ticket reassigned to Network, for the 3rd time</c>.</summary>
    string Title { get; }
}
