namespace JourneyStore.Cli.Demo.Story;

/// <summary>Marketing and sales: campaigns, visits to the site that follow them, leads.</summary>
/// <param name="log">Where the campaign tool logs.</param>
/// <param name="calendar">When things happen.</param>
/// <param name="random">Chance.</param>
internal sealed class OutreachProcess(Chronicle log, Calendar calendar, Random random)
{
    private static readonly (string Campaign, string Subject, double DaysBefore)[] Campaigns =
    [
        ("spring-service", "Time to calibrate: spring service week", 104), ("webinar-remote", "Webinar: remote diagnostics in practice", 83),
        ("new-probe", "Meet the new probe", 61), ("loyalty", "Thank you for staying with us", 40), ("premium-care", "Upgrade to Premium Care", 17),
    ];

    private static readonly string[] Pages = ["Prices", "Remote diagnostics", "Probes", "Support", "Premium Care", "Downloads"];

    /// <summary>The campaigns, each to three in five.</summary>
    public void Tell(IEnumerable<Person> everybody)
    {
        foreach (var who in everybody)
            foreach (var (campaign, subject, daysBefore) in Campaigns)
            {
                if (!random.Happens(0.6)) continue;
                var sent = calendar.Before(daysBefore, 6, 30).AddSeconds(random.Next(5_400));
                log.Note("message.sent", sent, who, new { campaign, purpose = "marketing", subject }, "email", "campaign", actor: "campaigns");
                if (random.Happens(0.25)) Visit(who, sent.AddHours(random.Between(0.1, 30)));
            }
    }

    private void Visit(Person who, DateTimeOffset at)
    {
        for (var pages = random.Next(1, 5); pages > 0; pages--)
        {
            var name = random.Pick(Pages);
            log.Note("page.viewed", at, who, new { name, url = $"https://www.demo.example/{name.ToLowerInvariant().Replace(' ', '-')}" }, "web");
            at = at.AddSeconds(random.Next(15, 240));
        }
        if (!random.Happens(0.1)) return;
        var (product, score) = (random.Pick(Pages), random.Next(40, 96));
        log.Note("lead.qualified", at.AddDays(1), who, new { product, score }, process: "lead", actor: "sales");
    }
}
