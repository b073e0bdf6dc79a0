using System.Collections.Concurrent;
using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.Events.Service;
using JourneyStore.Hosting;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using JourneyStore.TestRooms;
using JourneyStore.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JourneyStore.Store.Tests.Hosting;

/// <summary>A store in an application's host: what its code asks of it, and what it says in the application's log.</summary>
public sealed class HostedStoreTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> lines = [];
    private FreshDatabase database = null!;
    private IHost host = null!;

    public async Task InitializeAsync()
    {
        database = await FreshDatabase.CreateAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Shop" });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(new Noting(lines));
        builder.AddJourneyStore(journey => journey.Add(typeof(ParcelLost).Assembly).Connection = database.ConnectionString);
        builder.Services.AddSingleton(new Outside()).AddSingleton<Known>().AddSingleton<Ears>();
        host = builder.Build();
        await host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Typed_events_are_appended_and_the_context_knows_of_them()
    {
        var (intake, contexts) = (host.Services.GetRequiredService<IJourneyIntake>(), host.Services.GetRequiredService<ICustomerContexts>());
        var opened = await intake.AppendAsync(
            "email:ann@example.org,crm:7", new TicketOpened { Subject = "No network" },
            new AboutEvent { Process = "incident", CaseId = "T-1", OccurredAt = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero) });
        (opened.Status, opened.Source).ShouldBe((AppendStatus.Stored, "urn:shop"));
        Guid.TryParse(opened.Id, out _).ShouldBeTrue();
        (await intake.AppendAsync("crm:7", new ParcelLost { Parcel = "P-1" }, new AboutEvent { Id = "p-1" })).Status.ShouldBe(AppendStatus.Stored);
        (await intake.AppendAsync("crm:7", new ParcelLost { Parcel = "P-1" }, new AboutEvent { Id = "p-1" })).Status.ShouldBe(AppendStatus.Duplicate);

        var context = await contexts.GetAsync("crm:7");
        context.Version.ShouldBe(2);
        context.View<CustomerProfile>("profile")!.Cases.Open.ShouldHaveSingleItem().CaseId.ShouldBe("T-1");
        (await contexts.GetAsync("email:ANN@example.org", new ContextQuery(AsOf: new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)))).Version.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_event_type_or_no_identifier_is_refused_in_words()
    {
        var (intake, contexts) = (host.Services.GetRequiredService<IJourneyIntake>(), host.Services.GetRequiredService<ICustomerContexts>());
        (await Should.ThrowAsync<StoreException>(() => intake.AppendAsync("crm:7", new Nothing()))).ShouldSatisfyAllConditions(
            refused => refused.Code.ShouldBe("unknown-event-type"), refused => refused.Message.ShouldContain("AddJourneyStore"));
        await Should.ThrowAsync<BadParameterException>(() => intake.AppendAsync("nobody", new TicketClosed()));
        await Should.ThrowAsync<BadParameterException>(() => contexts.GetAsync("crm:"));
        (await Should.ThrowAsync<NotFoundException>(() => contexts.GetAsync("crm:8"))).Code.ShouldBe("unknown-customer");
    }

    [Fact]
    public async Task The_applications_log_is_not_buried_under_what_the_libraries_say()
    {
        var engine = host.Services.GetRequiredService<JourneyEngine>();
        var stored = await host.Services.GetRequiredService<IJourneyIntake>().AppendAsync("crm:7", new TicketClosed());
        await engine.WaitForProjectionsAsync(stored.Position!.Value, CancellationToken.None);
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders").LogInformation("An order came");
        lines.ShouldContain("Shop.Orders Information An order came");
        string[] libraries = ["Npgsql", "Marten", "Weasel", "JasperFx", "Wolverine"];
        lines.Where(line => libraries.Any(name => line.StartsWith(name, StringComparison.Ordinal))
            && line.Contains(" Information ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private sealed record Nothing : IEventBody
    {
        public string Title => "Nothing";
    }

    private sealed class Noting(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Log(categoryName, lines);

        public void Dispose()
        {
        }

        private sealed class Log(string category, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

            void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
                string> formatter) =>
                lines.Enqueue($"{category} {logLevel} {formatter(state, exception)}");
        }
    }
}
