using JourneyStore.Engine.Reading;
using JourneyStore.Events;

namespace JourneyStore.Http.Answers;

/// <summary>Who a customer is.</summary>
internal sealed record CustomerAnswer(string Id, string[] Identifiers, string[] Account, RawJson Profile, long Position)
{
    public static CustomerAnswer Of(CustomerContext context) =>
        new(context.Customer, Written(context.Identifiers), Written(context.Account), new RawJson(ProfileJson.Of(context)), context.Position);

    public static string[] Written(IReadOnlyList<Identifier> identifiers)
    {
        var written = new string[identifiers.Count];
        for (var i = 0; i < written.Length; i++) written[i] = identifiers[i].ToString();
        return written;
    }
}
