using JourneyStore.Engine.Reading;
using JourneyStore.Events;

namespace JourneyStore.Http.Answers;

/// <summary>Who a customer is.</summary>
internal sealed record CustomerAnswer(string Id, string[] Identifiers, RawJson Account, RawJson Profile, long Position)
{
    public static CustomerAnswer Of(CustomerContext context)
    {
        var profile = ProfileJson.Of(context);
        return new(context.Customer, Written(context.Identifiers), ContextAnswer.Lifted(profile, "account"), new RawJson(profile), context.Position);
    }

    public static string[] Written(IReadOnlyList<Identifier> identifiers)
    {
        var written = new string[identifiers.Count];
        for (var i = 0; i < written.Length; i++) written[i] = identifiers[i].ToString();
        return written;
    }
}
