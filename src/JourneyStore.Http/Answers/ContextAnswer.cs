using System.ComponentModel;
using JourneyStore.Engine.Reading;

namespace JourneyStore.Http.Answers;

/// <summary>All that is known of a customer, at decision time or at an earlier moment.</summary>
internal sealed record ContextAnswer(
    string Customer,
    string[] Identifiers,
    [property: Description("Identifiers of the organisation as last told, as the profile has them.")] RawJson Account,
    RawJson Profile,
    [property: Description("The application's own inline views, by name.")] IReadOnlyDictionary<string, RawJson> Views,
    SignalAnswer[] Signals,
    [property: Description("The newest open cases, as the profile has them.")] RawJson OpenCases,
    [property: Description("Open promises, as the profile has them.")] RawJson Promises,
    [property: Description("All of the customer up to this position is in the answer, but for what occurs later than asOf. At least minPosition.")]
    long Position,
    [property: Description("What occurs later is not counted yet.")] DateTime AsOf,
    [property: Description("When the earliest event occurred that came so late that it is still to be folded and not in the answer yet; null: none is.")]
    DateTime? UnsettledSince)
{
    public static ContextAnswer Of(CustomerContext context)
    {
        var profile = ProfileJson.Of(context);
        return new ContextAnswer(
            context.Customer,
            CustomerAnswer.Written(context.Identifiers),
            Lifted(profile, "account"),
            new RawJson(profile),
            context.Views.Keys.Where(name => name != ProfileJson.View).ToDictionary(name => name, name => new RawJson(ProfileJson.Of(context, name))),
            SignalAnswer.Of(context.Signals),
            Lifted(profile, "cases", "open"),
            Lifted(profile, "promises", "open"),
            context.Position,
            context.AsOf.UtcDateTime,
            context.Unsettled?.UtcDateTime);
    }

    internal static RawJson Lifted(ReadOnlyMemory<byte> profile, params ReadOnlySpan<string> path)
    {
        var found = ProfileJson.Find(profile, path);
        return new RawJson(found.IsEmpty ? Nothing : found);
    }

    private static readonly ReadOnlyMemory<byte> Nothing = "[]"u8.ToArray();
}
