using Wolverine;
using Wolverine.Runtime;
using Wolverine.Transports;

namespace JourneyStore.Engine.Reactions;

/// <summary>
/// Where Wolverine's pipeline says what became of a message: the place of a listener, whose queue is the log. It only takes note, since a listener
/// that fails is taken for one that has heard.
/// </summary>
internal sealed class ReactionChannel(IHandlerPipeline pipeline) : IChannelCallback, ISupportDeadLetterQueue, ISupportNativeScheduling
{
    /// <summary>The header in which the reason of a failure comes that is not the last.</summary>
    public const string ReasonHeader = "journeystore-reason";

    private DeliveryKind kind;

    public DeliveryKind Kind => kind;

    /// <summary>How long after now it is to be tried again.</summary>
    public TimeSpan After { get; private set; }

    public Exception? Failure { get; private set; }

    public IHandlerPipeline Pipeline => pipeline;

    public bool NativeDeadLetterQueueEnabled => true;

    public ValueTask CompleteAsync(Envelope envelope)
    {
        // Also called after the others.
        if (kind == DeliveryKind.Stopped) kind = DeliveryKind.Done;
        return ValueTask.CompletedTask;
    }

    public ValueTask DeferAsync(Envelope envelope)
    {
        // At once, behind whatever else is due.
        (kind, After) = (DeliveryKind.Later, TimeSpan.Zero);
        return ValueTask.CompletedTask;
    }

    public Task MoveToScheduledUntilAsync(Envelope envelope, DateTimeOffset time)
    {
        // Wolverine goes by the machine's clock, which a new envelope bears.
        (kind, After) = (DeliveryKind.Later, time - new Envelope().SentAt);
        return Task.CompletedTask;
    }

    public Task MoveToErrorsAsync(Envelope envelope, Exception exception)
    {
        (kind, Failure) = (DeliveryKind.Dead, exception);
        return Task.CompletedTask;
    }
}
