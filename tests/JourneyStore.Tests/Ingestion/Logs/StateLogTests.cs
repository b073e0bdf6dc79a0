using JourneyStore.Events;
using JourneyStore.Ingestion.Logs;

namespace JourneyStore.Tests.Ingestion.Logs;

/// <summary>Rows that are states of a ticket: the events are the differences.</summary>
public class StateLogTests
{
    private const string Header = "number,mod,state,hops,reopens,sla,priority,caller,group,opened,updated,closed\n";

    private const string Map = """
        {
          "format": "csv", "source": "urn:desk", "missing": ["?"], "time": { "value": "{updated}", "formats": ["d/M/yyyy HH:mm"] },
          "customer": [{ "type": "caller", "value": "{caller}" }], "process": "incident", "caseId": "{number}", "id": "{number}/{mod}",
          "states": {
            "initial": { "state": "New", "hops": "0", "reopens": "0", "sla": "true" },
            "rules": [
              { "when": "first", "type": "ticket.opened", "at": "{opened}" },
              { "column": "hops", "rises": true, "type": "ticket.reassigned", "data": { "group": "{group}", "fromGroup": "{@was.group}", "count": { "value": "{hops}", "as": "number" } } },
              { "column": "reopens", "rises": true, "type": "ticket.reopened" },
              { "column": "priority", "changes": true, "type": "ticket.priority-changed", "data": { "from": "{@from}", "to": "{@to}" } },
              { "name": "breached", "column": "sla", "becomes": "false", "type": "sla.breached" },
              { "column": "state", "becomes": "Resolved", "type": "ticket.resolved" },
              { "column": "state", "becomes": "Closed", "type": "ticket.closed", "at": { "value": "{closed}", "unlessLater": true } },
              { "column": "state", "becomes": "Awaiting *", "type": "ticket.waiting", "data": { "reason": "{state}" } },
              { "column": "state", "from": "Awaiting *", "unless": ["resolved", "closed", "waiting"], "type": "ticket.resumed" },
              { "column": "state", "changes": true, "unless": ["resolved", "closed", "waiting", "resumed"], "type": "ticket.state-changed", "data": { "from": "{@from}", "to": "{@to}" } }
            ],
            "otherwise": "ticket.updated"
          }
        }
        """;

    private static string Row(
        string number, int mod, string state = "New", string hops = "0", string reopens = "0", string sla = "true", string priority = "3",
        string caller = "7", string group = "A", string updated = "1/3/2016 10:00", string closed = "?") =>
        $"{number},{mod},{state},{hops},{reopens},{sla},{priority},{caller},{group},29/2/2016 08:00,{updated},{closed}\n";

    private static async Task<List<LogItem>> Of(params string[] rows) => await Read.Text("x.csv", Header + string.Concat(rows), Map);

    private static async Task<string> Types(params string[] rows) => string.Join(" ", (await Of(rows)).Events().Select(e => e.Type));

    [Fact]
    public async Task The_first_row_opens_the_ticket_at_the_time_it_was_opened()
    {
        var opened = (await Of(Row("1", 0))).Events().ShouldHaveSingleItem();
        (opened.Type, opened.Id, opened.Process, opened.CaseId, opened.Source).ShouldBe(("ticket.opened", "1/0/opened", "incident", "1", "urn:desk"));
        opened.OccurredAt.ShouldBe(new DateTimeOffset(2016, 2, 29, 8, 0, 0, TimeSpan.Zero));
        opened.Customer.ShouldBe([new Identifier("caller", "7")]);
    }

    [Fact]
    public async Task A_ticket_that_begins_resolved_reassigned_and_in_breach_says_all_of_that() =>
        (await Types(Row("1", 4, "Resolved", "2", "1", "false")))
            .ShouldBe("ticket.opened ticket.reassigned ticket.reopened sla.breached ticket.resolved");

    [Fact]
    public async Task A_row_may_give_several_events_each_with_an_id_of_its_own()
    {
        var events = (await Of(Row("1", 0), Row("1", 1, "Active", "1", group: "B"))).Events();
        events.Select(e => e.Id).ShouldBe(["1/0/opened", "1/1/reassigned", "1/1/state-changed"]);
        events[1].DataText().ShouldBe("""{"group":"B","fromGroup":"A","count":1}""");
        events[2].DataText().ShouldBe("""{"from":"New","to":"Active"}""");
    }

    [Fact]
    public async Task Waiting_begins_goes_on_for_another_reason_and_ends() =>
        (await Types(Row("1", 0), Row("1", 1, "Awaiting User Info"), Row("1", 2, "Awaiting Vendor"), Row("1", 3, "Active"), Row("1", 4, "Awaiting Vendor"), Row("1", 5, "Resolved")))
            .ShouldBe("ticket.opened ticket.waiting ticket.waiting ticket.resumed ticket.waiting ticket.resolved");

    [Fact]
    public async Task A_breach_is_told_once_and_a_count_that_stays_is_no_reassignment() =>
        (await Types(Row("1", 0), Row("1", 1, hops: "1", sla: "false"), Row("1", 2, hops: "1", sla: "false")))
            .ShouldBe("ticket.opened ticket.reassigned sla.breached ticket.updated");

    [Fact]
    public async Task A_count_that_falls_and_a_service_level_that_comes_back_are_no_events_of_their_own() =>
        (await Types(Row("1", 0, hops: "2", sla: "false"), Row("1", 1, hops: "1", sla: "true")))
            .ShouldBe("ticket.opened ticket.reassigned sla.breached ticket.updated");

    [Fact]
    public async Task Rows_after_the_closing_still_count() =>
        (await Types(Row("1", 0), Row("1", 1, "Closed"), Row("1", 2, "Closed"), Row("1", 3, "Active"), Row("1", 4, "Resolved"), Row("1", 5, "Closed")))
            .ShouldBe("ticket.opened ticket.closed ticket.updated ticket.state-changed ticket.resolved ticket.closed");

    [Fact]
    public async Task A_state_that_nobody_knows_is_a_change_of_state() =>
        (await Of(Row("1", 0), Row("1", 1, "-100"))).Events()[1].DataText().ShouldBe("""{"from":"New","to":"-100"}""");

    [Fact]
    public async Task A_missing_value_is_no_change_and_neither_is_the_first_known_priority() =>
        (await Types(Row("1", 0, priority: "?"), Row("1", 1, priority: "3"), Row("1", 2, priority: "?"), Row("1", 3, priority: "3"), Row("1", 4, priority: "1")))
            .ShouldBe("ticket.opened ticket.updated ticket.updated ticket.updated ticket.priority-changed");

    [Fact]
    public async Task The_event_belongs_to_the_caller_of_its_row_and_to_nobody_when_the_caller_is_missing()
    {
        var events = (await Of(Row("1", 0), Row("1", 1, "Active", caller: "8"), Row("1", 2, "Resolved", caller: "?"))).Events();
        events.Select(e => e.Customer.Count == 0 ? null : e.Customer[0].Value).ShouldBe(["7", "8", null]);
    }

    [Fact]
    public async Task Rows_of_tickets_may_lie_in_between_each_other() =>
        (await Of(Row("1", 0), Row("2", 0), Row("1", 1, "Active"), Row("2", 1, "Resolved"), Row("1", 2, "Closed"))).Events().Select(e => e.Id)
            .ShouldBe(["1/0/opened", "2/0/opened", "1/1/state-changed", "2/1/resolved", "1/2/closed"]);

    [Fact]
    public async Task Two_rows_under_one_key_that_differ_are_two_rows_and_keep_their_ids_in_every_run()
    {
        string[] rows = [Row("1", 0), Row("1", 1, updated: "1/3/2016 11:10"), Row("1", 1, updated: "1/3/2016 09:52")];
        var ids = (await Of(rows)).Events().Select(e => e.Id).ToList();
        ids.ShouldBe(["1/0/opened", "1/1/updated", "1/1~2/updated"]);
        (await Of(rows)).Events().Select(e => e.Id).ShouldBe(ids);
    }

    [Fact]
    public async Task The_same_row_twice_is_said_and_changes_nothing()
    {
        var items = await Of(Row("1", 0), Row("1", 1, "Active"), Row("1", 1, "Active"), Row("1", 2, "Resolved"));
        items.Rejects().Single().Code.ShouldBe("row.repeated");
        items.Events().Select(e => e.Type).ShouldBe(["ticket.opened", "ticket.state-changed", "ticket.resolved"]);
    }

    [Fact]
    public async Task Rows_count_in_the_order_of_the_file_and_keep_their_own_times()
    {
        var events = (await Of(Row("1", 0), Row("1", 9, "Active", updated: "2/3/2016 10:00"), Row("1", 5, "Resolved", updated: "1/3/2016 09:00"))).Events();
        events.Select(e => e.Id).ShouldBe(["1/0/opened", "1/9/state-changed", "1/5/resolved"]);
        events[2].OccurredAt.ShouldBe(new DateTimeOffset(2016, 3, 1, 9, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_time_that_lies_behind_the_row_is_not_told_before_it_came()
    {
        var events = (await Of(
            Row("1", 0), Row("1", 1, "Closed", updated: "1/3/2016 10:00", closed: "9/3/2016 12:00"),
            Row("1", 2, "Active"), Row("1", 3, "Closed", updated: "9/3/2016 12:30", closed: "9/3/2016 12:00"))).Events();
        events.Where(e => e.Type == "ticket.closed").Select(e => e.OccurredAt!.Value.Day).ShouldBe([1, 9]);
        events[^1].OccurredAt!.Value.Minute.ShouldBe(0);
    }

    [Fact]
    public async Task A_rejected_row_moves_the_state_on_so_that_repairing_it_changes_no_later_event()
    {
        var items = await Of(Row("1", 0), Row("1", 1, "Active", "1", updated: "soon"), Row("1", 2, "Active", "1"));
        items.Rejects().Select(r => r.Code).ShouldBe(["time.unreadable", "time.unreadable"]);
        items.Events().Select(e => e.Id).ShouldBe(["1/0/opened", "1/2/updated"]);
    }

    [Fact]
    public async Task A_count_that_is_no_number_is_a_reject_and_the_rest_of_the_row_is_read()
    {
        var items = await Of(Row("1", 0), Row("1", 1, "Active", "many"), Row("1", 2, "Active", "1"));
        items.Rejects().Single().Code.ShouldBe("value.unreadable");
        items.Events().Select(e => e.Id).ShouldBe(["1/0/opened", "1/1/state-changed", "1/2/reassigned"]);
    }

    [Fact]
    public async Task A_row_without_a_case_has_no_row_before() =>
        (await Of(Row("?", 0))).Rejects().Single().Code.ShouldBe("case.missing");

    [Fact]
    public async Task A_case_that_fell_out_of_memory_is_not_taken_for_a_new_one()
    {
        var map = Map.Replace("\"initial\"", "\"remember\": 2, \"initial\"");
        var items = await Read.Text("x.csv", Header + Row("1", 0) + Row("2", 0) + Row("1", 1, "Active") + Row("3", 0) + Row("2", 1, "Active") + Row("1", 2, "Closed"), map);
        items.Events().Select(e => e.Id).ShouldBe(["1/0/opened", "2/0/opened", "1/1/state-changed", "3/0/opened", "1/2/closed"]);
        items.Rejects().Single().Code.ShouldBe("case.forgotten");
    }

    [Fact]
    public async Task Without_an_otherwise_a_row_that_changes_nothing_gives_nothing() =>
        (await Read.Text("x.csv", Header + Row("1", 0) + Row("1", 1), Map.Replace("\"otherwise\": \"ticket.updated\"", "\"remember\": 10"))).Events()
            .Select(e => e.Type).ShouldBe(["ticket.opened"]);
}
