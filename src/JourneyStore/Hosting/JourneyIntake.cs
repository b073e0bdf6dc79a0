using System.Collections.Frozen;
using System.Text.Json;
using JourneyStore.Engine;
using JourneyStore.Engine.Catalog;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Events;
using Microsoft.Extensions.Hosting;

namespace JourneyStore.Hosting;

/// <summary>Writes typed events as producers send them, and hands them to the engine.</summary>
internal sealed class JourneyIntake(JourneyEngine engine, IIdSource ids, IHostEnvironment host) : IJourneyIntake
{
    private readonly FrozenDictionary<Type, EventTypeInfo> types = engine.Catalog.Types.ToFrozenDictionary(type => type.ClrType);
    private readonly string source = $"urn:{host.ApplicationName.ToLowerInvariant()}";

    public async Task<AppendResult> AppendAsync(string customer, IEventBody body, AboutEvent? about, CancellationToken ct) =>
        (await AppendAsync([(customer, body, about)], ct)).Results[0];

    public Task<AppendReceipt> AppendAsync(IReadOnlyList<(string Customer, IEventBody Body, AboutEvent? About)> events, CancellationToken ct)
    {
        var tenant = events.Count > 0 ? events[0].About?.Tenant : null;
        return engine.AppendAsync(
            new AppendRequest(tenant ?? Tenants.Default, [.. events.Select(one => Candidate(one.Customer, one.Body, one.About ?? new AboutEvent()))]),
            ct);
    }

    private EventCandidate Candidate(string customer, IEventBody body, AboutEvent about)
    {
        var type = types.GetValueOrDefault(body.GetType()) ?? throw new StoreException(
            "unknown-event-type",
            $"A record of an event type was expected, found {body.GetType().FullName}. Give it [EventType], and name its assembly in AddJourneyStore.");
        return new EventCandidate
        {
            Source = about.Source ?? source,
            Id = about.Id ?? ids.New(engine.Time.GetUtcNow()).ToString(),
            Type = type.Name,
            SchemaVersion = type.Version,
            OccurredAt = about.OccurredAt,
            Customer = Identifiers(customer, nameof(customer)),
            Account = about.Account is { } account ? Identifiers(account, nameof(account)) : [],
            Process = about.Process,
            CaseId = about.CaseId,
            Activity = about.Activity,
            Channel = about.Channel,
            Actor = about.Actor,
            CorrelationId = about.CorrelationId,
            CausationId = about.CausationId,
            Data = JsonSerializer.SerializeToUtf8Bytes(body, type.ClrType, EventJson.Options),
        };
    }

    private static Identifier[] Identifiers(string text, string parameter) =>
        Identifier.TryParseList(text, out var identifiers, out var problem) ? identifiers : throw new BadParameterException(parameter, $"{parameter}: {problem}.");
}
