using System.Text.Json;

namespace JourneyStore.Store.Tests.Cli;

/// <summary>A reject is mended in the file that holds it, and that file is imported as it stands.</summary>
public sealed class ImportRejectsTests(StoreFolder store) : IClassFixture<StoreFolder>
{
    private const string Map = """
        { "format": "csv", "source": "urn:mended", "id": "{nr}", "time": "{at}", "customer": [{ "type": "crm", "value": "{who}" }], "process": "p", "caseId": "{nr}",
          "type": "ticket.opened", "data": { "subject": "{text}", "priority": { "value": "{prio}", "as": "number" } } }
        """;

    [Fact]
    public async Task Whatever_refused_them_rejects_are_mended_and_stored_exactly_once()
    {
        var log = await FileAsync("mended.csv", "nr,at,who,prio,text\n1,2024-01-01,mend,1,fine\n2,soon,mend,2,\"later, \"\"he\"\" said\"\n3,2024-01-03,mend,high,three\n4,2024-01-04,mend,4,four,5\n5,1824-01-05,mend,5,too early\n");
        var (map, rejects) = (await FileAsync("mended.json", Map), store.Beside("mended.rejects"));

        var first = await JsonAsync("import", log, "--map", map, "--rejects", rejects, "--json");
        (first.GetProperty("stored").GetInt64(), first.GetProperty("rejected").GetInt64()).ShouldBe((1, 4));
        // Nothing is mended yet: the same four again, and nothing is lost on the way.
        var again = await JsonAsync("import", rejects, "--map", map, "--json");
        (again.GetProperty("stored").GetInt64(), again.GetProperty("rejected").GetInt64()).ShouldBe((0, 4));

        var lines = await File.ReadAllTextAsync(rejects);
        await File.WriteAllTextAsync(rejects, lines.Replace("2,soon", "2,2024-01-02").Replace("mend,high", "mend,3").Replace("four,5", "four").Replace("1824-", "2024-"));
        var mended = await JsonAsync("import", rejects, "--map", map, "--json");
        (mended.GetProperty("stored").GetInt64(), mended.GetProperty("rejected").GetInt64()).ShouldBe((4, 0));
        var repeated = await JsonAsync("import", rejects, "--map", map, "--json");
        (repeated.GetProperty("stored").GetInt64(), repeated.GetProperty("duplicate").GetInt64()).ShouldBe((0, 4));

        var timeline = await JsonAsync("timeline", "crm:mend", "--json");
        timeline.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()).Order().ShouldBe(["1", "2", "3", "4", "5"]);
    }

    [Fact]
    public async Task The_file_that_is_imported_is_not_overwritten_by_its_own_rejects()
    {
        var log = await FileAsync("same.csv", "nr,at\n1,soon\n");

        var run = await store.RunAsync("import", log, "--rejects", log);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--rejects");
        (await File.ReadAllTextAsync(log)).ShouldStartWith("nr,at");
    }

    [Fact]
    public async Task A_map_that_is_not_there_is_named_once_with_where_it_was_looked_for()
    {
        var run = await store.RunAsync("import", await FileAsync("nomap.csv", "a\n1\n"), "--map", "no-such-map.json");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error bad-map: there is no map file '");
        run.Error.Split("no-such-map.json").Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_noteworthy_of_a_file_is_said_beside_the_answer()
    {
        var log = await FileAsync("titled.csv", "Report\nnr,at,who,prio,text\n1,2024-01-01,titled,1,a\n");

        var run = await store.RunAsync("import", log, "--map", await FileAsync("titled.json", Map.Replace("urn:mended", "urn:titled")));

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("titled.csv: what stands above line 2 is no header");
        run.Out.ShouldContain("100 %  1 event");
        run.Out.ShouldNotContain("0 events");
        run.Out.ShouldNotContain("row");
    }

    private async Task<string> FileAsync(string name, string text)
    {
        await File.WriteAllTextAsync(store.Beside(name), text);
        return store.Beside(name);
    }

    private async Task<JsonElement> JsonAsync(params string[] args)
    {
        var run = await store.HereAsync(args);
        return JsonDocument.Parse(run.Out).RootElement;
    }
}
