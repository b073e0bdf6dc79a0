using System.Text.Json;
using JourneyStore.Engine.Intake.Checks;
using JourneyStore.Http.Problems;

namespace JourneyStore.Http.Requests;

/// <summary>The members of a body that we read by hand. One that we do not know is most likely one that we do, misspelt.</summary>
internal static class JsonMembers
{
    /// <summary>The problem of the first member that is none of these; null: all are.</summary>
    public static Problem? Unknown(JsonElement body, params ReadOnlySpan<string> known)
    {
        foreach (var member in body.EnumerateObject())
            if (!known.Contains(member.Name))
                return new Problem(400, ProblemCodes.BadParameter, $"{TextCheck.Quote(member.Name)} is no member of this body; there are {string.Join(", ", known!)}.")
                {
                    Parameter = TextCheck.Quote(member.Name).Trim('\''),
                };
        return null;
    }
}
