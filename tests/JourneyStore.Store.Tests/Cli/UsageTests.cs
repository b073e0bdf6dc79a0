using System.CommandLine.Parsing;
using System.Text.Json;
using JourneyStore.Cli.Composition;

namespace JourneyStore.Store.Tests.Cli;

public sealed class UsageTests
{
    [Fact]
    public async Task Help_names_every_verb_of_the_promised_interface()
    {
        var help = await Journey.RunAsync("--help");

        help.ExitCode.ShouldBe(0);
        foreach (var verb in new[] { "demo", "serve", "keys", "import", "rebuild", "promote", "discard", "verify", "status", "tail", "context",
            "timeline", "explain", "inventory", "held", "conflicts", "merge", "parked", "retry", "skip", "undelivered" })
            help.Out.ShouldContain($"  {verb}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("help")]
    public async Task Without_a_verb_the_verbs_are_listed(string arguments)
    {
        var run = await Journey.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBeEmpty();
        run.Out.ShouldContain("  rebuild ");
        run.Out.ShouldContain("Examples:");
        run.Out.Split('\n').ShouldAllBe(line => line.Length <= 100);
    }

    [Fact]
    public async Task A_verb_that_has_verbs_lists_them_too()
    {
        var run = await Journey.RunAsync("keys");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("  revoke ");
    }

    [Theory]
    [InlineData("staus", "'status'")]
    [InlineData("conntext email:a@b.example", "'context'")]
    [InlineData("keys lst", "'list'")]
    [InlineData("rebuild profile --shadw", "'--shadow'")]
    [InlineData("timeline email:a@b.example -limit 5", "'--limit'")]
    public async Task A_mistyped_word_is_answered_with_what_was_most_likely_meant(string arguments, string meant)
    {
        var run = await Journey.RunAsync(arguments.Split(' '));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain($"Did you mean {meant}?");
    }

    [Theory]
    [InlineData("demo --seed x", "--seed takes a whole number, found 'x'.")]
    [InlineData("tail --after soon", "--after takes a whole number, found 'soon'.")]
    [InlineData("keys revoke", "'journey keys revoke' needs ID.")]
    [InlineData("status extra", "'journey status' takes no argument, found 'extra'.")]
    public async Task What_is_wrong_is_said_in_the_users_words(string arguments, string sentence) =>
        (await Journey.RunAsync(arguments.Split(' '))).Error.ShouldContain(sentence);

    [Fact]
    public void Every_verb_shows_lines_to_copy_and_they_are_understood_as_they_stand()
    {
        foreach (var verb in CommandLine.Root().Subcommands.SelectMany(verb => verb.Subcommands.Prepend(verb)))
        {
            Examples.Of(verb).ShouldNotBeEmpty(verb.Name);
            foreach (var (line, says) in Examples.Of(verb))
            {
                var words = CommandLineParser.SplitCommandLine(line).ToArray();
                words[0].ShouldBe("journey");
                var parsed = CommandLine.Root().Parse(words[1..]);
                Misuse.Of(parsed).ShouldBeEmpty(line);
                new[] { parsed.CommandResult.Command.Name, parsed.CommandResult.Parent is CommandResult above ? above.Command.Name
                    : "" }.ShouldContain(verb.Name, line);
                says.ShouldNotBeEmpty(line);
            }
        }
    }

    [Fact]
    public async Task The_help_of_the_import_shows_how_a_file_is_imported_and_a_rejected_one_mended()
    {
        var help = await Journey.RunAsync("import", "--help");
        help.Out.ShouldContain("journey import log.csv --map map.json");
        help.Out.ShouldContain("journey import log.csv.rejects.ndjson --map map.json");
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("verify --no-such-flag")]
    [InlineData("explain --no-such-flag")]
    [InlineData("import")]
    [InlineData("rebuild")]
    [InlineData("rebuild profile --all")]
    [InlineData("promote")]
    [InlineData("context")]
    [InlineData("context :x")]
    [InlineData("timeline email:a@b.example --limit 0")]
    [InlineData("timeline email:a@b.example --limit many")]
    [InlineData("timeline email:a@b.example --as-of yesterday")]
    [InlineData("keys create --name x")]
    [InlineData("keys create --name x --scopes everything")]
    [InlineData("keys revoke")]
    [InlineData("retry")]
    [InlineData("skip steps")]
    [InlineData("skip steps incident/I-1")]
    [InlineData("status --no-such-flag")]
    [InlineData("serve --dev --urls http://0.0.0.0:5080")]
    [InlineData("serve --dev --urls http://*:5080")]
    [InlineData("serve --urls nonsense")]
    [InlineData("status --db Host")]
    public async Task Wrong_usage_exits_2_says_why_on_stderr_and_answers_nothing(string arguments)
    {
        var run = await Journey.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldStartWith("error wrong-usage: ");
        run.Error.ShouldNotContain("   at ");
        run.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_fails_with_one_line_before_any_store_is_opened()
    {
        var run = await Journey.RunAsync("import", "no-such-file.csv", "--data", "/proc/never");

        run.ExitCode.ShouldBe(1);
        run.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("error file-not-found: ");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_said_in_one_line_with_a_way_out_and_without_the_password()
    {
        var run = await Journey.RunAsync("status", "--db", "Host=127.0.0.1;Port=1;Username=u;Password=very-secret;Timeout=2");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error database-away: ");
        run.Error.ShouldContain("127.0.0.1:1");
        run.Error.ShouldContain("JOURNEYSTORE_DB");
        run.Error.ShouldNotContain("very-secret");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Inventory_needs_no_database_and_prints_one_json_document()
    {
        var run = await Journey.RunAsync("inventory", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        using var document = JsonDocument.Parse(run.Out);
        document.RootElement.GetProperty("eventTypes").EnumerateArray()
            .ShouldContain(type => type.GetProperty("name").GetString() == "ticket.opened");
        document.RootElement.GetProperty("policies").EnumerateArray()
            .ShouldContain(policy => policy.GetProperty("name").GetString() == "ticket-routing");
        document.RootElement.GetProperty("reactions").EnumerateArray().Select(reaction => reaction.GetProperty("name").GetString()).ShouldBe(["webhook"]);
    }

    [Fact]
    public async Task Piped_answers_carry_no_colours_no_blanks_at_line_ends_and_fit_100_columns()
    {
        var run = await Journey.RunAsync("inventory");

        run.Out.ShouldNotContain('\u001b');
        foreach (var line in run.Out.Split('\n'))
        {
            line.ShouldBe(line.TrimEnd());
            line.Length.ShouldBeLessThanOrEqualTo(100);
        }
    }
}
