using System.Reflection;
using JasperFx;
using JasperFx.CodeGeneration;
using JourneyStore.Engine.Errors;
using Wolverine.Attributes;
using Wolverine.Configuration;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace JourneyStore.Engine.Reactions;

/// <summary>How often handlers of stored events are tried, where they do not say so themselves.</summary>
internal sealed class ReactionPolicy(ReactionOptions options) : IHandlerPolicy
{
    public void Apply(IReadOnlyList<HandlerChain> chains, GenerationRules rules, IServiceContainer container)
    {
        foreach (var chain in chains.Where(chain => chain.MessageType.IsAssignableTo(typeof(IEventStored))))
        {
            chain.ExecutionTimeoutInSeconds ??= (int)Math.Ceiling(options.Patience.TotalSeconds);
            if (chain.Failures.Any() || chain.Handlers.Any(call => SaysItself(call.HandlerType, call.Method))) continue;
            var failing = chain.OnAnyException();
            if (options.QuickPauses.Count > 0 && options.Pauses.Count > 0)
                Remember(failing.RetryWithCooldown([.. options.QuickPauses]).Then.ScheduleRetry([.. options.Pauses]));
            else if (options.Pauses.Count > 0) Remember(failing.ScheduleRetry([.. options.Pauses]));
            else if (options.QuickPauses.Count > 0) failing.RetryWithCooldown([.. options.QuickPauses]);
            else failing.MoveToErrorQueue();
        }
    }

    private static void Remember(IAdditionalActions actions) => actions.And(
        (_, lifecycle, failure) =>
        {
            lifecycle.Envelope!.Headers[ReactionChannel.ReasonHeader] = ReasonText.Of(failure);
            return ValueTask.CompletedTask;
        },
        "Keep the reason for the status");

    // Wolverine takes these into account only when it generates code, after every policy: ours would go before them.
    private static bool SaysItself(Type handler, MethodInfo method) =>
        handler.GetCustomAttributes<ModifyHandlerChainAttribute>(inherit: true).Any()
        || method.GetCustomAttributes<ModifyHandlerChainAttribute>(inherit: true).Any()
        || handler.GetMethod("Configure", BindingFlags.Public | BindingFlags.Static, [typeof(HandlerChain)]) is not null;
}
