namespace JourneyStore.Cli.Demo.Story;

/// <summary>Calls, and now and then the promise to call back.</summary>
/// <param name="log">Where the telephone system logs.</param>
/// <param name="calendar">When things happen.</param>
/// <param name="random">Chance.</param>
internal sealed class CallProcess(Chronicle log, Calendar calendar, Random random)
{
    private static readonly string[] Subjects =
        ["Where is my delivery?", "Question about an invoice", "How do I order a licence?", "Status of my ticket", "Wants to speak to sales"];

    public void Tell(int number, Person who)
    {
        var at = calendar.Moment(random);
        log.Note(
            "call.received", at, who,
            new { subject = random.Pick(Subjects), waitSeconds = random.Next(5, 400), durationSeconds = random.Next(60, 900), queue = "main" },
            "phone", "call");
        if (!random.Happens(0.05)) return;
        var promiseId = $"CB-{number}";
        var due = calendar.NextWorkday(at, random);
        var by = random.Pick(ServiceDesk.Agents);
        log.Note("promise.made", at.AddMinutes(8), who, new { promiseId, what = "callback", dueAt = due, by }, "phone");
        if (random.Happens(0.92)) log.Note("promise.kept", due.AddMinutes(-random.Next(5, 90)), who, new { promiseId, what = "callback" }, "phone");
        else log.Note("promise.broken", due, who, new { promiseId, what = "callback", dueAt = due }, "phone");
    }
}
