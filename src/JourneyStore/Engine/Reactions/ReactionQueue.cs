using System.Globalization;
using JourneyStore.Engine.Errors;
using JourneyStore.Events;
using Wolverine;
using Wolverine.Runtime;
using Wolverine.Transports;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// Hands events to one reaction's handler through Wolverine's pipeline, so that its policies, its telemetry and all that the handler sends on are
/// Wolverine's own. The local queue of the reaction's name gives the pipeline; in it only lies what an operator has taken out of the dead letters.
/// </summary>
internal sealed class ReactionQueue(ReactionInfo reaction, ReactionOptions options, IWolverineRuntime runtime, TimeProvider time)
{
    /// <summary>The header with the event's position.</summary>
    public const string PositionHeader = "journeystore-position";

    /// <summary>The header with the event's type.</summary>
    public const string TypeHeader = "journeystore-type";

    private const string Prefix = "reaction-";

    // Nothing of the event's: as long as it takes.
    private static readonly TimeSpan NotRunAgainAfter = TimeSpan.FromSeconds(5);

    private readonly Uri address = AddressOf(reaction.Name);
    private IReceiver? receiver;

    public ReactionInfo Reaction => reaction;

    /// <summary>Name of the local queue.</summary>
    public static string NameOf(string reaction) => Prefix + reaction;

    /// <summary>Address of the local queue: what the dead letters are known by.</summary>
    public static Uri AddressOf(string reaction) => new($"local://{NameOf(reaction)}");

    /// <summary>The reaction whose queue has this address.</summary>
    public static string ReactionOf(Uri address) =>
        address.Host.StartsWith(Prefix, StringComparison.Ordinal) ? address.Host[Prefix.Length..] : address.Host;

    /// <summary>Hands over an event that has been tried so often before.</summary>
    public async Task<DeliveryOutcome> DeliverAsync(JourneyEvent @event, int tries, CancellationToken ct)
    {
        // Made with the runtime's start, which comes before any subscription's.
        receiver ??= (IReceiver)runtime.Endpoints.GetOrBuildSendingAgent(address);
        var envelope = new Envelope(reaction.MessageOf(@event));
        Address(envelope, @event, tries);
        var channel = new ReactionChannel(receiver.Pipeline);
        try
        {
            await receiver.Pipeline.InvokeAsync(envelope, channel).WaitAsync(options.HardLimit, time, ct);
        }
        catch (TimeoutException)
        {
            // It does not heed its token. Nobody can end it; whoever waits behind it need not wait as well.
            return new DeliveryOutcome(
                DeliveryKind.Later, envelope.Attempts, time.GetUtcNow() + options.HardLimit,
                $"It did not return within {options.HardLimit.TotalSeconds:0} s.");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return default;
        }
        // Wolverine counts a try when it runs the handler, and says "complete" too where it could not: no handler, or one that cannot be made.
        if (channel.Kind == DeliveryKind.Done && envelope.Attempts == tries)
            return new DeliveryOutcome(DeliveryKind.Later, tries, time.GetUtcNow() + NotRunAgainAfter, "Its handler could not be run; the log says why.");
        if (channel.Kind == DeliveryKind.Dead)
        {
            envelope.Data = envelope.Serializer!.Write(envelope);
            await runtime.Storage.Inbox.MoveToDeadLetterStorageAsync(envelope, channel.Failure);
        }
        // What is written while the process stops may not have been written.
        return runtime.Cancellation.IsCancellationRequested && channel.Kind != DeliveryKind.Done
            ? default
            : new DeliveryOutcome(channel.Kind, envelope.Attempts, time.GetUtcNow() + channel.After, ReasonOf(channel, envelope));
    }

    private static string? ReasonOf(ReactionChannel channel, Envelope envelope) =>
        channel.Failure is { } failure ? ReasonText.Of(failure) : envelope.TryGetHeader(ReactionChannel.ReasonHeader, out var reason) ? reason : null;

    private void Address(Envelope envelope, JourneyEvent @event, int tries)
    {
        envelope.Id = reaction.KeyOf(@event);
        envelope.Destination = address;
        envelope.TenantId = @event.Tenant;
        envelope.GroupId = @event.Customer;
        envelope.CorrelationId = @event.CorrelationId;
        envelope.Attempts = tries;
        envelope.SentAt = time.GetUtcNow();
        envelope.Source = runtime.Options.ServiceName;
        envelope.Serializer = runtime.Options.DefaultSerializer;
        envelope.ContentType = runtime.Options.DefaultSerializer.ContentType;
        envelope.Headers[PositionHeader] = @event.Position.ToString(CultureInfo.InvariantCulture);
        envelope.Headers[TypeHeader] = @event.Type;
    }
}
