using System.ComponentModel;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Http.Answers;

/// <summary>All that is known of a customer, at decision time or at an earlier moment.</summary>
internal sealed record ContextAnswer(
    string Customer,
    string[] Identifiers,
    string[] Account,
    RawJson Profile,
    SignalAnswer[] Signals,
    [property: Description("The newest open cases, as the profile has them.")] RawJson OpenCases,
    [property: Description("Open promises, as the profile has them.")] RawJson Promises,
    [property: Description("Position of the newest event that the answer has seen.")] long Position,
    DateTime AsOf)
{
    public static ContextAnswer Of(CustomerContext context)
    {
        var profile = ProfileJson.Of(context);
        return new ContextAnswer(
            context.Customer,
            CustomerAnswer.Written(context.Identifiers),
            CustomerAnswer.Written(context.Account),
            new RawJson(profile),
            SignalAnswer.Of(context.Signals),
            Lifted(profile, "cases"),
            Lifted(profile, "promises"),
            context.Position,
            context.AsOf.UtcDateTime);
    }

    private static RawJson Lifted(ReadOnlyMemory<byte> profile, string name)
    {
        var open = ProfileJson.Find(profile, name, "open");
        return new RawJson(open.IsEmpty ? Nothing : open);
    }

    private static readonly ReadOnlyMemory<byte> Nothing = "[]"u8.ToArray();
}
