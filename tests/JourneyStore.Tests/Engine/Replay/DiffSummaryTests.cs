using System.Text;
using JourneyStore.Engine.Replay.Diff;

namespace JourneyStore.Tests.Engine.Replay;

public sealed class DiffSummaryTests
{
    [Fact]
    public void Rows_that_differ_are_counted_apart_from_those_that_only_one_side_has()
    {
        var diff = Of((null, "{}"), ("{}", null), ("""{"a":1}""", """{"a":2}"""), ("""{"a":1}""", """{"a":1.0}"""));

        (diff.Rows, diff.Changed, diff.Added, diff.Removed, diff.Different).ShouldBe((4, 1, 1, 1, 3));
    }

    [Fact]
    public void Fields_are_named_by_their_path_and_counted_once_a_row()
    {
        var diff = Of(
            ("""{"value":{"tier":"gold"},"tags":[1,2],"n":1}""", """{"value":{"tier":"silver"},"tags":[3,4],"n":1}"""),
            ("""{"value":{"tier":"gold"},"n":1}""", """{"value":{"tier":"silver"},"n":1,"late":true}"""));

        diff.Fields.ShouldBe([new FieldDiff("value.tier", 2), new FieldDiff("late", 1), new FieldDiff("tags[]", 1)]);
    }

    [Fact]
    public void Elements_with_names_are_compared_by_name_whatever_their_order()
    {
        var diff = Of((
            """{"signals":[{"name":"friction","label":"calm"},{"name":"silence","label":"none"}]}""",
            """{"signals":[{"name":"silence","label":"none"},{"name":"friction","label":"strained"}]}"""));

        diff.Fields.ShouldBe([new FieldDiff("signals.friction.label", 1)]);
        diff.Words.ShouldBe([new WordDiff("value", "signals.friction.label", "calm", "strained", 1)]);
    }

    [Fact]
    public void Numbered_names_are_one_field() =>
        Of(("""{"histogram":{"269":[1,9000],"270":[2,7]}}""", """{"histogram":{"269":[2,8000],"271":[2,7]}}""")).Fields.ShouldBe([new FieldDiff("histogram.*", 1)]);

    [Fact]
    public void Words_that_become_others_are_counted_and_texts_ids_and_moments_are_no_words()
    {
        var diff = Of(
            ("""{"tier":"gold","because":"One thing.","at":"2026-01-01T00:00:00Z","id":"a1"}""",
                """{"tier":"silver","because":"Another thing.","at":"2026-01-02T00:00:00Z","id":"b1"}"""),
            ("""{"tier":"gold"}""", """{"tier":"silver"}"""),
            ("""{"tier":"gold"}""", """{"tier":"platinum"}"""));

        diff.Words.ShouldBe([new WordDiff("value", "tier", "gold", "silver", 2), new WordDiff("value", "tier", "gold", "platinum", 1)]);
    }

    [Fact]
    public void What_follows_from_rows_is_told_when_it_changes()
    {
        static string Decide(ReadOnlyMemory<byte> row) => Encoding.UTF8.GetString(row.Span).Contains("critical") ? "callback-now" : "standard-queue";
        var routing = new RowReading("decision", (_, row) => [("ticket-routing", Decide(row))]);
        var summary = new DiffSummary(null, routing);
        summary.Add("ann", Json("""{"label":"calm"}"""), Json("""{"label":"critical"}"""));
        summary.Add("bob", Json("""{"label":"calm"}"""), Json("""{"label":"strained"}"""));

        summary.Result.Words.ShouldContain(new WordDiff("decision", "ticket-routing", "standard-queue", "callback-now", 1));
        summary.Result.Words.Count(word => word.Kind == "decision").ShouldBe(1);
    }

    [Fact]
    public void A_changed_order_names_who_moves_among_the_first()
    {
        var summary = new DiffSummary("rank");
        for (var i = 0; i < 100; i++)
            summary.Add($"c{i:00}", Json($$"""{"rank":{{100 - i}}}"""), Json($$"""{"rank":{{(i == 50 ? 99.5 : 100 - i)}}}"""));

        var ranks = summary.Result.Ranks!;
        ranks.Rows.ShouldBe(1);
        ranks.First[0].ShouldBe(new PlaceDiff("c50", null, 2));
        ranks.First[1].ShouldBe(new PlaceDiff("c01", 2, 3));
        ranks.First[^1].ShouldBe(new PlaceDiff("c09", 10, null));
    }

    [Fact]
    public void Without_a_change_of_rank_nothing_is_said_of_the_order()
    {
        var summary = new DiffSummary("rank");
        summary.Add("a", Json("""{"rank":1,"n":1}"""), Json("""{"rank":1,"n":2}"""));

        summary.Result.Ranks.ShouldBeNull();
    }

    [Fact]
    public void Samples_are_few_short_and_begin_with_words()
    {
        var summary = new DiffSummary();
        for (var i = 0; i < 50; i++)
            summary.Add($"c{i}", Json($$"""{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"label":"calm","text":"{{new string('x', 500)}}"}"""),
                Json("""{"a":2,"b":3,"c":4,"d":5,"e":6,"f":7,"label":"tense"}"""));

        var diff = summary.Result;
        diff.Samples.Count.ShouldBe(DiffSummary.MostSamples);
        diff.Samples[0].Values[0].ShouldBe(new ValueDiff("label", "calm", "tense"));
        (diff.Samples[0].Values.Count + diff.Samples[0].More).ShouldBe(8);
        diff.Samples.SelectMany(sample => sample.Values).ShouldAllBe(value => (value.From ?? "").Length <= 61);
    }

    [Fact]
    public void It_stays_small_whatever_the_rows_hold()
    {
        var summary = new DiffSummary();
        for (var i = 0; i < 3_000; i++) summary.Add($"c{i}", Json($$"""{"f{{i}}x":1}"""), Json($$"""{"g{{i}}x":1}"""));

        summary.Result.Changed.ShouldBe(3_000);
        summary.Result.Fields.Count.ShouldBe(DiffSummary.MostFields);
    }

    private static ViewDiff Of(params (string? Before, string? After)[] pairs)
    {
        var summary = new DiffSummary();
        for (var i = 0; i < pairs.Length; i++) summary.Add($"row-{i}", Json(pairs[i].Before), Json(pairs[i].After));
        return summary.Result;
    }

    private static byte[]? Json(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
