using System.Text.Json;

namespace JourneyStore.Store.Tests.Cli;

public sealed class StoreVerbsTests(StoreFolder store) : IClassFixture<StoreFolder>
{
    [Fact]
    public async Task Import_stores_once_and_a_second_run_stores_nothing_new()
    {
        var file = await store.FileAsync("twice.ndjson", Tickets("twice", 40));

        var first = await JsonAsync("import", file, "--json");
        var second = await JsonAsync("import", file, "--json");

        (Number(first, "stored"), Number(first, "duplicate")).ShouldBe((120, 0));
        (Number(second, "stored"), Number(second, "duplicate")).ShouldBe((0, 120));
        first.GetProperty("byType").GetProperty("ticket.opened").GetInt64().ShouldBe(40);
    }

    [Fact]
    public async Task Rejected_rows_are_counted_and_written_with_code_reason_and_row_and_the_rest_is_stored()
    {
        string[] lines = [.. Tickets("partly", 1), "no json at all", Event("partly", "bad", "ticket.opened", """{"subject":5}""")];
        var rejects = store.Beside("partly.rejects");

        var run = await store.RunAsync("import", await store.FileAsync("partly.ndjson", lines), "--rejects", rejects);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("rejected    2");
        var written = (await File.ReadAllLinesAsync(rejects)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        written.Select(reject => reject.GetProperty("row").GetInt64()).ShouldBe([4, 5]);
        written.ShouldAllBe(reject => reject.GetProperty("code").GetString() != "" && reject.GetProperty("reason").GetString() != "");
    }

    [Fact]
    public async Task An_import_of_which_every_row_is_rejected_fails()
    {
        var run = await store.RunAsync("import", await store.FileAsync("none.ndjson", ["nothing", "here"]), "--rejects",
            store.Beside("none.rejects"));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error all-rejected: ");
    }

    [Fact]
    public async Task Context_and_timeline_read_like_a_file_on_a_customer_and_their_json_is_the_apis()
    {
        var who = Event("known", "who", "customer.identified", """{"name":"Ann Known","tier":"gold"}""");
        await store.HereAsync("import", await store.FileAsync("known.ndjson", Tickets("known", 2).Append(who)));

        var context = await store.RunAsync("context", "email:known@x.example");
        var timeline = await store.RunAsync("timeline", "email:known@x.example", "--limit", "2");
        var json = await JsonAsync("timeline", "email:known@x.example", "--limit", "2", "--json");

        context.Out.ShouldContain("Ann Known");
        context.Out.ShouldContain("gold");
        context.Out.ShouldContain("friction");
        timeline.Out.ShouldContain("Older: the same command with --before ");
        json.GetProperty("entries").GetArrayLength().ShouldBe(2);
        json.GetProperty("next").GetString().ShouldNotBeNullOrEmpty();
        json.GetProperty("entries")[0].GetProperty("occurredAt").GetString().ShouldEndWith("Z");
    }

    [Fact]
    public async Task A_person_is_exported_to_a_file_and_erased_and_the_receipt_is_kept()
    {
        await store.RunAsync("import", await store.FileAsync("gone.ndjson", Tickets("gone", 2).Select(line => line.Replace("T-", "Gone-"))));
        const string gone = "email:gone@x.example";
        var file = store.Beside("gone.json");

        (await store.RunAsync("export", gone, "--out", file)).ExitCode.ShouldBe(0);
        var document = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
        var piped = JsonDocument.Parse((await store.RunAsync("export", gone)).Out).RootElement;
        document.GetProperty("events").GetArrayLength().ShouldBe(6);
        piped.GetProperty("events").GetRawText().ShouldBe(document.GetProperty("events").GetRawText());

        var unsure = await store.RunAsync("erase", gone, "--why", "asked");
        (unsure.ExitCode, unsure.Error.Contains("--dry-run")).ShouldBe((2, true));
        (await store.RunAsync("erase", gone, "--why", "asked", "--dry-run")).Out.ShouldContain("6  events");
        var erased = await store.RunAsync("erase", gone, "--why", "asked", "--by", "Kim", "--yes");
        erased.Out.ShouldContain("is erased. The receipt:");
        erased.Out.ShouldContain("backups");
        (await store.RunAsync("export", gone)).Error.ShouldContain("error unknown-customer: ");
        var again = await JsonAsync("erase", document.GetProperty("customer").GetString()!, "--why", "asked", "--yes", "--json");
        again.GetProperty("alreadyErased").GetBoolean().ShouldBeTrue();
        (await store.RunAsync("erasures")).Out.ShouldContain("by Kim: asked");
    }

    [Fact]
    public async Task Views_rebuilt_beside_promoted_and_verified_are_as_the_log_says()
    {
        await store.HereAsync("import", await store.FileAsync("views.ndjson", Tickets("views", 5)));

        (await store.HereAsync("rebuild", "--all")).ExitCode.ShouldBe(0);
        var shadow = await store.RunAsync("rebuild", "profile", "--shadow");
        shadow.Out.ShouldContain("journey promote profile");
        (await store.RunAsync("promote", "profile")).ExitCode.ShouldBe(0);
        (await store.RunAsync("discard", "profile")).Error.ShouldContain("error no-shadow: ");
        (await JsonAsync("verify", "--json")).GetProperty("clean").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("unknown-customer", "context", "email:nobody@x.example")]
    [InlineData("unknown-decision", "explain", "00000000-0000-0000-0000-000000000000")]
    [InlineData("unknown-view", "rebuild", "no-such-view")]
    [InlineData("unknown-key", "keys", "revoke", "nokey")]
    [InlineData("unknown-reaction", "undelivered", "no-such-reaction")]
    [InlineData("unknown-reaction", "retry", "undelivered", "no-such-reaction")]
    public async Task What_is_not_there_fails_with_its_code(string code, params string[] args)
    {
        var run = await store.RunAsync(args);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith($"error {code}: ");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Status_is_one_json_document_with_every_view()
    {
        var status = await JsonAsync("status", "--json");

        status.GetProperty("projections").EnumerateArray().Select(view => view.GetProperty("name").GetString()).ShouldContain("attention");
    }

    [Fact]
    public async Task What_is_held_is_listed_with_reason_and_age_counted_by_status_and_tried_again()
    {
        var nameless =
            """{"specversion":"1.0","id":"h-1","source":"/test/held","type":"ticket.opened","process":"incident","caseid":"HELD-1","data":{}}""";
        await store.HereAsync("import", await store.FileAsync("held.ndjson", [nameless]));

        var held = await store.RunAsync("held");
        var json = await JsonAsync("held", "--json");
        var status = await store.RunAsync("status");
        var retried = await store.RunAsync("retry", "held");

        held.Out.ShouldContain("case incident HELD-1  held for ");
        held.Out.ShouldContain("h-1  from /test/held");
        held.Out.ShouldContain("no-customer: ");
        json.GetProperty("events")[0].GetProperty("code").GetString().ShouldBe("no-customer");
        status.Out.ShouldContain("1 no-customer");
        retried.ExitCode.ShouldBe(0, retried.Error);
        retried.Out.ShouldContain("Still held: 1");
        (await JsonAsync("held", "--retry", "--json")).GetProperty("stillHeld").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Identifiers_named_with_another_customer_are_listed_and_counted_by_status()
    {
        string[] events =
        [
            """{"specversion":"1.0","id":"c-1","source":"/test/conflict","type":"note.written","customer":"crm:conflict-1"}""",
            """{"specversion":"1.0","id":"c-2","source":"/test/conflict","type":"note.written","customer":"crm:conflict-2,email:conflict@example.org"}""",
            """{"specversion":"1.0","id":"c-3","source":"/test/conflict","type":"note.written","customer":"crm:conflict-1,email:conflict@example.org"}""",
        ];
        await store.HereAsync("import", await store.FileAsync("conflicts.ndjson", events));

        var listed = await store.RunAsync("conflicts");
        var json = await JsonAsync("conflicts", "--json");

        listed.Out.ShouldContain("email:conflict@example.org  belongs to ");
        listed.Out.ShouldContain("c-3  from /test/conflict");
        json.GetProperty("conflicts")[0].GetProperty("times").GetInt64().ShouldBe(1);
        (await store.RunAsync("status")).Out.ShouldContain("1 identifiers named with another customer: journey conflicts");

        var seen = await store.RunAsync("merge", "crm:conflict-2", "crm:conflict-1", "--reason", "one person", "--dry-run");
        seen.Out.ShouldContain("nothing is changed");
        seen.Out.ShouldContain("identifiers    crm:conflict-2, email:conflict@example.org");
        (await JsonAsync("merge", "crm:conflict-1", "crm:conflict-2", "--reason", "one person", "--by", "Dora", "--json"))
            .GetProperty("position").GetInt64().ShouldBeGreaterThan(0);
        (await JsonAsync("conflicts", "--json")).GetProperty("conflicts").GetArrayLength().ShouldBe(0);
        (await store.RunAsync("context", "crm:conflict-2")).Out.ShouldContain("crm:conflict-1");
        var again = await store.RunAsync("merge", "crm:conflict-1", "email:conflict@example.org", "--reason", "again");
        (again.ExitCode, again.Error).ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(1), r => r.Error.ShouldContain("error one-customer: "));
    }

    [Fact]
    public async Task Status_shows_a_shadow_as_long_as_it_stands()
    {
        await store.HereAsync("rebuild", "steps", "--shadow");

        (await store.RunAsync("status")).Out.ShouldContain("steps: built beside");
        var shadows = (await JsonAsync("status", "--json")).GetProperty("shadows");
        shadows.EnumerateArray().Select(one => one.GetProperty("view").GetString()).ShouldBe(["steps"]);

        await store.HereAsync("discard", "steps");
        (await JsonAsync("status", "--json")).GetProperty("shadows").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_only_tenant_is_called_default_and_can_be_named_so()
    {
        var made = await store.RunAsync("keys", "create", "--name", "one", "--scopes", "read");
        var named = await JsonAsync("keys", "create", "--name", "two", "--scopes", "read", "--tenant", "default", "--json");
        var listed = await store.RunAsync("keys", "list");

        var help = await Journey.RunAsync("keys", "create", "--help");
        foreach (var text in new[] { made.Out, listed.Out, help.Out }) text.ShouldNotContain("*DEFAULT*");
        named.GetProperty("tenant").GetString().ShouldBe("default");
        (await JsonAsync("keys", "list", "--json")).EnumerateArray().ShouldAllBe(key => key.GetProperty("tenant").GetString() == "default");
    }

    [Fact]
    public async Task A_tail_from_the_first_position_ends_when_its_reader_goes_away()
    {
        await store.HereAsync("import", await store.FileAsync("tail.ndjson", Tickets("tail", 3)));
        using var tail = Journey.Start("tail", "--after", "0", "--json", "--customer", "email:tail@x.example", "--data", store.Data);

        var first = await tail.StandardOutput.ReadLineAsync();
        tail.StandardOutput.Close();
        await store.HereAsync("import", await store.FileAsync("tail2.ndjson", Tickets("tail", 9)));

        JsonDocument.Parse(first!).RootElement.GetProperty("type").GetString().ShouldBe("ticket.opened");
        await tail.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        tail.ExitCode.ShouldBe(0);
    }

    private async Task<JsonElement> JsonAsync(params string[] args)
    {
        var run = await store.HereAsync(args);
        run.ExitCode.ShouldBe(0, run.Error);
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private static long Number(JsonElement answer, string name) => answer.GetProperty(name).GetInt64();

    private static IEnumerable<string> Tickets(string who, int count)
    {
        for (var ticket = 0; ticket < count; ticket++)
            foreach (var type in new[] { "ticket.opened", "ticket.reassigned", "ticket.closed" })
                yield return Event(who, $"{ticket}-{type}", type, "{}", $"T-{ticket}");
    }

    private static string Event(string who, string id, string type, string data, string? ticket = null) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"/test/{{who}}","type":"{{type}}","time":"2026-01-05T10:00:00Z",""" +
        $$""" "customer":"email:{{who}}@x.example","process":"incident","caseid":"{{ticket ?? "T"}}","data":{{data}}}""";
}
