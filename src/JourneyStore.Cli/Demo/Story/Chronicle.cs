namespace JourneyStore.Cli.Demo.Story;

/// <summary>What one system logs: its events carry its source, its numbering, and the identifier by which that system knows a customer.</summary>
/// <param name="system">The system's name, the last part of the source.</param>
/// <param name="edition">Which telling of the story: keeps the events of two tellings apart.</param>
/// <param name="end">Nothing is logged from this moment on: it has not happened yet.</param>
/// <param name="knows">How the system names a customer.</param>
internal sealed class Chronicle(string system, string edition, DateTimeOffset end, Func<Person, string> knows)
{
    private readonly List<StoryEvent> events = [];
    private int number;

    public IReadOnlyList<StoryEvent> Events => events;

    /// <summary>Logs an event that belongs to no case.</summary>
    public void Note(
        string type, DateTimeOffset at, Person who, object data,
        string? channel = null, string? process = null, string? activity = null, string? actor = null) =>
        Add(type, at, who, data, process, null, activity, actor, channel);

    /// <summary>Logs a step of a case.</summary>
    public void Step(Case one, string type, DateTimeOffset at, object data, string? actor = null, string? channel = null) =>
        Add(type, at, one.Who, data, one.Process, one.Id, null, actor, channel);

    private void Add(
        string type, DateTimeOffset at, Person who, object data, string? process, string? caseId, string? activity, string? actor, string? channel)
    {
        var id = $"{system}-{++number:000000}";
        if (at >= end) return;
        events.Add(new StoryEvent
        {
            Source = $"/demo/{edition}/{system}",
            Id = id,
            Type = type,
            At = at,
            Customer = knows(who),
            Account = who.Company.Account,
            Process = process,
            CaseId = caseId,
            Activity = activity,
            Actor = actor,
            Channel = channel,
            Data = data,
        });
    }
}

/// <summary>An instance of a process.</summary>
/// <param name="Process">The process.</param>
/// <param name="Id">The instance's number.</param>
/// <param name="Who">Its customer.</param>
internal sealed record Case(string Process, string Id, Person Who);
