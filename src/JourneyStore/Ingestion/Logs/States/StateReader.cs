using JourneyStore.Ingestion.Logs.Maps;

namespace JourneyStore.Ingestion.Logs.States;

/// <summary>
/// Reads rows that are states of a case: each rule that the difference to the case's row before answers to gives an event. Rows count in
/// the order of the file, which is the order in which they were written down; their times stay their own.
/// </summary>
internal sealed class StateReader
{
    private readonly StateRules rules;
    private readonly EventBuilder builder;
    private readonly string[] watched;
    private readonly int[] columnOf;
    private readonly bool[] isNumeric;
    private readonly CaseMemory memory;
    private readonly HashSet<string> toldOnce;
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);

    public StateReader(StateRules rules, EventBuilder builder)
    {
        (this.rules, this.builder, watched) = (rules, builder, rules.Watched);
        columnOf = [.. rules.Rules.Select(rule => rule.Column is null ? -1 : Array.IndexOf(watched, rule.Column))];
        isNumeric = [.. watched.Select(column => rules.Rules.Any(rule => rule.Column == column && rule.IsNumeric))];
        toldOnce = [.. rules.Rules.Where(rule => rule.UnlessTold).Select(rule => rule.Shape.Type.ToString())];
        memory = new CaseMemory(rules.Remember, [.. watched.Select(column => rules.Initial.GetValueOrDefault(column))]);
    }

    public IEnumerable<LogRow> Read(ILogFields row)
    {
        if (builder.CaseOf(row) is not { Length: > 0 } caseId)
            return [EventBuilder.Reject(row, LogRejectCodes.CaseMissing, "expected a case id, found none: without it the row has no row before")];
        if (builder.IdOf(row) is not { Length: > 0 } key)
            return [EventBuilder.Reject(row, LogRejectCodes.IdMissing, "expected all fields of the id, found one of them missing")];
        if (!memory.TryRecall(caseId, out var state, out var isFirst))
            return [EventBuilder.Reject(row, LogRejectCodes.CaseForgotten,
                $"case '{caseId}' was seen more than {rules.Remember} cases ago; sort the log by case, or raise 'states.remember' in the map")];
        var occurrence = state.Note(RowHash.Of(key), RowHash.Of(row.Raw));
        if (occurrence == 0)
            return [EventBuilder.Reject(row, LogRejectCodes.RowRepeated, $"the same row, to the letter, stands earlier in case '{caseId}'")];
        // A second row under the same key is another row: it gets an id of its own, the same one in every run.
        return [.. Differences(row, state, isFirst, NumberedName.Of(key, occurrence)).Select(made => made.Row)];
    }

    /// <summary>Reads a row that stands alone, as it stands in a rejects file: against the case as it was before the row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="context">Where it stood.</param>
    public IEnumerable<LogRow> ReadAlone(ILogFields row, RecordContext context)
    {
        if (context.State is not { } before)
            return [EventBuilder.Reject(row, LogRejectCodes.CaseUnknown,
                "what this row changes depends on the rows around it; mend it in the log and import that again, which stores nothing twice")];
        var state = new CaseState("", [.. watched.Select(column => before.Was.GetValueOrDefault(column))]);
        foreach (var (type, time) in before.Told ?? []) state.Tell(type, time);
        var made = Differences(row, state, before.IsFirst, before.Key);
        // A row of several rejects has several lines; each is for its own event, as long as the row still tells of that.
        return made.Exists(one => one.Part == context.Part) && context.Part is not null
            ? made.FindAll(one => one.Part == context.Part).ConvertAll(one => one.Row)
            : made.ConvertAll(one => one.Row);
    }

    private List<(string? Part, LogRow Row)> Differences(ILogFields row, CaseState state, bool isFirst, string key)
    {
        var values = state.Values;
        var before = (string?[])values.Clone();
        var told = state.Told;
        var rows = new List<(string? Part, LogRow Row)>(2);
        // The state moves on even when an event of the row is rejected: repairing that row later must not change those after it.
        for (var i = 0; i < watched.Length; i++)
        {
            if ((isNumeric[i] ? row.GetName(watched[i]) : row.Get(watched[i])) is not { } now) continue;
            if (isNumeric[i] && !NumberText.IsNumber(now))
                rows.Add((null, EventBuilder.Reject(row, LogRejectCodes.Value, $"column '{watched[i]}' is compared as a number, found '{now}'")));
            else
                values[i] = Word(now);
        }
        string? Was(string column) => Array.IndexOf(watched, column) is >= 0 and var at ? before[at] : null;
        var answered = new List<string>(2);
        for (var i = 0; i < rules.Rules.Count; i++)
        {
            var rule = rules.Rules[i];
            var (from, to) = columnOf[i] < 0 ? (null, null) : (before[columnOf[i]], values[columnOf[i]]);
            if (!rule.Matches(isFirst, from, to) || rule.Unless.Any(answered.Contains)) continue;
            if (rule.Given is { } given && given.RenderName(row) is null) continue;
            var one = builder.Build(new Overlay(row) { Value = to, From = from, To = to, Was = Was }, rule.Shape, $"{key}/{rule.Name}");
            if (one.Event is { } made && toldOnce.Contains(made.Type) && !state.Tell(made.Type, made.OccurredAt!.Value) && rule.UnlessTold) continue;
            answered.Add(rule.Name);
            rows.Add((rule.Name, one));
        }
        if (rows.Count == 0 && rules.Otherwise is { } otherwise)
            rows.Add((NameOf(otherwise), builder.Build(new Overlay(row) { Was = Was }, otherwise, $"{key}/{NameOf(otherwise)}")));
        // Whoever mends the row alone finds the case as it was before it.
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Row.Reject is { Record: { } record } reject)
            {
                var context = record.Context! with { Part = rows[i].Part, State = Before() };
                rows[i] = (rows[i].Part, LogRow.Of(reject with { Record = record with { Context = context } }));
            }
        return rows;

        StateContext Before() => new(isFirst, key, watched.Zip(before).ToDictionary(pair => pair.First, pair => pair.Second), told);
    }

    private static string NameOf(EventShape shape)
    {
        var type = shape.Type.ToString();
        return type[(type.LastIndexOf('.') + 1)..];
    }

    /// <summary>States repeat: one copy of each word serves all cases. Only the first words do, as a column may hold anything.</summary>
    private string Word(string value)
    {
        if (words.TryGetValue(value, out var word)) return word;
        if (words.Count < 4_096) words[value] = value;
        return value;
    }
}
