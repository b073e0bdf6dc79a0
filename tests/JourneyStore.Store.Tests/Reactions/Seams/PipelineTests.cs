using JourneyStore.TestRooms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Runtime;
using Wolverine.Transports;

namespace JourneyStore.Store.Tests.Reactions.Seams;

/// <summary>What we rely on of Wolverine's pipeline: an upgrade that breaks it says so here.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private readonly Ears ears = new();
    private IHost host = null!;

    public async Task InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(ears);
        builder.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(Ping).Assembly;
            options.Discovery.DisableConventionalDiscovery().IncludeType(typeof(LeftEarHandler)).IncludeType(typeof(RightEarHandler));
            options.LocalQueue("left").AddStickyHandler(typeof(LeftEarHandler));
            options.LocalQueue("right").AddStickyHandler(typeof(RightEarHandler));
            options.Policies.OnAnyException().RetryWithCooldown(TimeSpan.FromMilliseconds(1)).Then
                .ScheduleRetry(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)).And(Note, "note");
        });
        host = builder.Build();
        await host.StartAsync();

        static ValueTask Note(IWolverineRuntime runtime, IEnvelopeLifecycle lifecycle, Exception failure)
        {
            lifecycle.Envelope!.Headers["why"] = failure.Message;
            return ValueTask.CompletedTask;
        }
    }

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    [Fact]
    public async Task The_pipeline_of_a_local_queue_calls_the_handler_that_sticks_to_it_and_no_other()
    {
        (await TellAsync("right", "hello")).Channel.Said.ShouldBe(["complete"]);
        (await TellAsync("left", "hello")).Channel.Said.ShouldBe(["complete"]);
        ears.Heard.ShouldBe(["right hello", "left hello 1"]);
    }

    [Fact]
    public async Task A_message_that_fails_is_tried_again_in_place_and_then_the_channel_is_told_when()
    {
        var (channel, envelope) = await TellAsync("left", "too loud");
        ears.Heard.ShouldBe(["left too loud 1", "left too loud 2"]);
        channel.Said.ShouldBe(["later"]);
        (channel.DueAt!.Value - new Envelope().SentAt).ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        (envelope.Attempts, envelope.Headers["why"]).ShouldBe((2, "too loud"));
    }

    [Fact]
    public async Task A_message_goes_on_where_its_tries_had_come_to_and_ends_among_the_dead()
    {
        var (third, _) = await TellAsync("left", "too loud", 2);
        third.Said.ShouldBe(["later"]);
        (third.DueAt!.Value - new Envelope().SentAt).ShouldBeGreaterThan(TimeSpan.FromSeconds(100));
        var (last, envelope) = await TellAsync("left", "too loud", 3);
        last.Said[0].ShouldBe("dead InvalidDataException");
        envelope.Attempts.ShouldBe(4);
    }

    [Fact]
    public async Task A_message_for_which_no_handler_could_be_run_is_completed_like_one_that_was_heard_but_is_not_counted_as_tried()
    {
        var (channel, envelope) = await TellAsync("left", new object(), 2);
        channel.Said.ShouldBe(["complete"]);
        envelope.Attempts.ShouldBe(2);
    }

    [Fact]
    public void A_new_envelope_bears_the_time_of_the_machine() =>
        (TimeProvider.System.GetUtcNow() - new Envelope().SentAt).ShouldBeInRange(TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));

    private async Task<(Channel Channel, Envelope Envelope)> TellAsync(string queue, object message, int tries = 0)
    {
        var runtime = host.Services.GetRequiredService<IWolverineRuntime>();
        var receiver = (IReceiver)runtime.Endpoints.GetOrBuildSendingAgent(new Uri($"local://{queue}"));
        var envelope = new Envelope(message is string text ? new Ping(text) : message) { Destination = new Uri($"local://{queue}"), Attempts = tries };
        var channel = new Channel(receiver.Pipeline);
        await receiver.Pipeline.InvokeAsync(envelope, channel);
        return (channel, envelope);
    }

    private sealed class Channel(IHandlerPipeline pipeline) : IChannelCallback, ISupportDeadLetterQueue, ISupportNativeScheduling
    {
        public List<string> Said { get; } = [];

        public DateTimeOffset? DueAt { get; private set; }

        public IHandlerPipeline Pipeline => pipeline;

        public bool NativeDeadLetterQueueEnabled => true;

        public ValueTask CompleteAsync(Envelope envelope)
        {
            Said.Add("complete");
            return ValueTask.CompletedTask;
        }

        public ValueTask DeferAsync(Envelope envelope)
        {
            Said.Add("defer");
            return ValueTask.CompletedTask;
        }

        public Task MoveToErrorsAsync(Envelope envelope, Exception exception)
        {
            Said.Add($"dead {exception.GetType().Name}");
            return Task.CompletedTask;
        }

        public Task MoveToScheduledUntilAsync(Envelope envelope, DateTimeOffset time)
        {
            Said.Add("later");
            DueAt = time;
            return Task.CompletedTask;
        }
    }
}
