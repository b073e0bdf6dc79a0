using System.Globalization;
using System.Text;

namespace JourneyStore.Store.Tests.Faults.Runs;

/// <summary>What is done to the store in a round.</summary>
internal enum RunFault
{
    /// <summary><c>kill -9</c> of the server process.</summary>
    ServerKilled,

    /// <summary><c>kill -9</c> of PostgreSQL, all its processes.</summary>
    DatabaseKilled,

    /// <summary>Connections between the two cut, at messages drawn by lot.</summary>
    ConnectionsCut,

    /// <summary>Not an octet left where PostgreSQL keeps its data.</summary>
    DiskFull,
}

/// <summary>What a round came to.</summary>
internal sealed record FaultRound(int Number, RunFault Fault, int Acknowledged, int Repeated, int Refused, TimeSpan Recovered, string Remark);

/// <summary>The report of a run, for people.</summary>
internal static class FaultReport
{
    public static string Write(int seed, IReadOnlyList<FaultRound> rounds, string ending)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Fault run, seed {seed}\n\n");
        text.Append("Acknowledged: events in this round. Repeated: batches sent again for want of an answer. Refused: answers 503. Recovered: from the end of the fault ");
        text.Append("to the next acknowledgement. After each round: no acknowledged event lost, none stored twice, `verify` clean, or the run ends there.\n\n");
        text.Append("| round | fault | acknowledged | repeated | refused | recovered | remark |\n|---|---|---|---|---|---|---|\n");
        foreach (var round in rounds)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {round.Number} | {round.Fault} | {round.Acknowledged} | {round.Repeated} | {round.Refused} | {round.Recovered.TotalSeconds:0.00} s | {round.Remark} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{ending}\n");
        var path = Path.Combine(AppContext.BaseDirectory, $"fault-run-{seed}.md");
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
