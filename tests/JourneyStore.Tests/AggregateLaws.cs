using JourneyStore.Engine.Projections;
using JourneyStore.Events;
using JourneyStore.Views;

namespace JourneyStore.Tests;

/// <summary>What holds for every read model across customers: rows are a commutative group, and a late event can be made good.</summary>
public sealed class AggregateLaws
{
    public static TheoryData<string> Names() => ["steps", "processes"];

    [Theory, MemberData(nameof(Names))]
    public void Rows_come_out_the_same_in_whatever_order_deltas_are_added(string name)
    {
        var view = Of(name);
        var deltas = Deltas(view, Story.Random(3, 2_000, cases: 60).Events);
        var chance = new Chance(5);
        var shuffled = deltas.OrderBy(_ => chance.Below(1_000_000)).ToList();
        Rows(view, shuffled).ShouldBe(Rows(view, deltas));
    }

    [Theory, MemberData(nameof(Names))]
    public void Taking_back_what_a_case_had_added_leaves_no_trace(string name)
    {
        var view = Of(name);
        var deltas = Deltas(view, Story.Random(9, 800, cases: 20).Events);
        var undone = deltas.Select(d => (d.Key, view.Negate(d.Row)));
        Rows(view, [.. deltas, .. undone]).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Names))]
    public void A_late_event_is_made_good_by_folding_its_case_again(string name)
    {
        var view = Of(name);
        var all = Story.Random(21, 400, cases: 1).Events.Where(e => e.CaseId is not null).ToList();
        var withoutOne = all.Where((_, i) => i != 57).ToList();
        var corrected = Deltas(view, withoutOne).Concat(Deltas(view, withoutOne).Select(d => (d.Key, view.Negate(d.Row)))).Concat(Deltas(view, all));
        Rows(view, [.. corrected]).ShouldBe(Rows(view, Deltas(view, all)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Adding_changes_neither_row_nor_delta(string name)
    {
        var view = Of(name);
        var deltas = Deltas(view, Story.Random(2, 60, cases: 3).Events).GroupBy(d => d.Key).First(g => g.Count() > 1).ToList();
        var (row, delta) = (deltas[0].Row, deltas[1].Row);
        var (rowBefore, deltaBefore) = (view.WriteRow(row), view.WriteRow(delta));
        view.Add(row, delta);
        view.Negate(delta);
        view.WriteRow(row).ShouldBe(rowBefore);
        view.WriteRow(delta).ShouldBe(deltaBefore);
    }

    [Theory, MemberData(nameof(Names))]
    public void Rows_and_states_that_were_stored_go_on_the_same(string name)
    {
        var view = Of(name);
        var events = Story.Random(31, 500, cases: 12).Events;
        Rows(view, Deltas(view, events, stored: true), stored: true).ShouldBe(Rows(view, Deltas(view, events)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_state_of_a_case_stays_small(string name)
    {
        var view = Of(name);
        var state = view.Start();
        foreach (var e in Story.Random(41, 20_000, cases: 1).Events.Where(e => e.CaseId is not null)) state = view.Apply(state, e, (_, _) => { });
        view.WriteState(state).Length.ShouldBeLessThan(8_000);
    }

    private static IAggregateProjection Of(string name) => name == "steps" ? new StepsProjection() : new ProcessesProjection();

    private static List<(string Key, object Row)> Deltas(IAggregateProjection view, IEnumerable<JourneyEvent> events, bool stored = false)
    {
        var deltas = new List<(string, object)>();
        foreach (var group in events.Where(e => e.Process is not null && e.CaseId is not null).GroupBy(e => (e.Process, e.CaseId)))
            group.Aggregate(view.Start(), (state, e) =>
            {
                var after = view.Apply(state, e, (key, row) => deltas.Add((key, row)));
                return stored ? view.ReadState(view.WriteState(after)) : after;
            });
        return deltas;
    }

    private static SortedDictionary<string, string> Rows(IAggregateProjection view, List<(string Key, object Row)> deltas, bool stored = false)
    {
        var rows = new Dictionary<string, object>();
        foreach (var (key, delta) in deltas)
        {
            var sum = view.Add(rows.GetValueOrDefault(key), delta);
            if (view.IsEmpty(sum)) rows.Remove(key);
            else rows[key] = stored ? view.ReadRow(view.WriteRow(sum)) : sum;
        }
        return new(rows.ToDictionary(r => r.Key, r => System.Text.Encoding.UTF8.GetString(view.WriteRow(r.Value))), StringComparer.Ordinal);
    }
}
