using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JourneyStore.Engine.Intake;
using JourneyStore.Events.Service;
using JourneyStore.Hosting;
using JourneyStore.Store.Tests.EndToEnd.Harness;
using JourneyStore.Store.Tests.Store;
using JourneyStore.TestRooms;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.Marten;

namespace JourneyStore.Store.Tests.Hosting;

/// <summary>Beside an application's own Marten and Wolverine: one store and one bus, with what both want of them.</summary>
public sealed class BesideTests : IAsyncLifetime
{
    private FreshDatabase database = null!;

    public async Task InitializeAsync() => database = await FreshDatabase.CreateAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_applications_documents_projections_and_messages_live_in_the_same_store(bool distributedByWolverine)
    {
        var outside = new Outside();
        var ears = new Ears();
        var host = Build(outside, ears, marten =>
        {
            if (distributedByWolverine) marten.IntegrateWithWolverine(wolverine => wolverine.UseWolverineManagedEventSubscriptionDistribution = true);
            else marten.IntegrateWithWolverine().AddAsyncDaemon(DaemonMode.HotCold);
        });
        await host.StartAsync();
        try
        {
            var stored = await host.Services.GetRequiredService<IJourneyIntake>()
                .AppendAsync("crm:7", new ParcelLost { Parcel = "P-1" }, new AboutEvent { Tenant = "acme" });
            stored.Status.ShouldBe(AppendStatus.Stored);
            await Eventually.Async(() => Task.FromResult(outside.Calls.Any(call => call.Who == "parcel")));
            var store = host.Services.GetRequiredService<IDocumentStore>();
            await Eventually.Async(async () =>
            {
                await using var session = store.QuerySession("acme");
                return await session.Query<Views.AttentionRow>().CountAsync() + await session.Query<TicketCount>().CountAsync() == 2;
            });
            await using (var session = store.LightweightSession())
            {
                session.Store(new Note("n-1", "own"));
                await session.SaveChangesAsync();
            }
            await using (var scope = host.Services.CreateAsyncScope())
                await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new Ping("hello"));
            ears.Heard.ShouldNotBeEmpty();
        }
        finally
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    [Fact]
    public void A_Marten_whose_daemon_nobody_runs_is_refused() => Should
        .Throw<InvalidOperationException>(() => Build(new Outside(), new Ears(), marten => marten.IntegrateWithWolverine())).Message.ShouldContain("AddAsyncDaemon");

    private IHost Build(Outside outside, Ears ears, Action<MartenServiceCollectionExtensions.MartenConfigurationExpression> integrate)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Shop" });
        integrate(builder.Services.AddMarten(options =>
        {
            options.Connection(database.ConnectionString);
            options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
            options.Schema.For<Note>();
            options.Schema.For<TicketCount>().MultiTenanted();
            options.Projections.Add(new TicketCountProjection(), JasperFx.Events.Projections.ProjectionLifecycle.Inline);
        }));
        builder.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(Ping).Assembly;
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
        });
        builder.Services.AddSingleton(outside).AddSingleton(ears).AddSingleton<Known>();
        builder.AddJourneyStore(journey => journey.Add(typeof(ParcelLost).Assembly).Connection = database.ConnectionString);
        return builder.Build();
    }

    /// <summary>A document of the application.</summary>
    public sealed record Note(string Id, string Text);
}
