using JourneyStore.Engine.Reading;
using JourneyStore.Engine.Signals;
using JourneyStore.Events.Cases;
using JourneyStore.Events.Promises;
using JourneyStore.Views;

namespace JourneyStore.Cli.Answers;

/// <summary>A customer's context, with the fields of the HTTP API's answer.</summary>
internal sealed record ContextAnswer(
    string Customer,
    IReadOnlyList<string> Identifiers,
    IReadOnlyList<string> Account,
    CustomerProfile? Profile,
    IReadOnlyList<SignalValue> Signals,
    IReadOnlyList<OpenCase> OpenCases,
    IReadOnlyList<OpenPromise> Promises,
    long Version,
    long Position,
    DateTimeOffset AsOf)
{
    public static ContextAnswer Of(CustomerContext context)
    {
        var profile = context.View<CustomerProfile>("profile");
        return new ContextAnswer(
            context.Customer,
            [.. context.Identifiers.Select(one => one.ToString())],
            [.. context.Account.Select(one => one.ToString())],
            profile,
            context.Signals,
            profile?.Cases.Open ?? [],
            profile?.Promises.Open ?? [],
            context.Version,
            context.Position,
            context.AsOf);
    }
}
