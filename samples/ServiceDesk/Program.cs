using JourneyStore.Cli;
using JourneyStore.Hosting;
using JourneyStore.Http;
using Marten;
using ServiceDesk.Devices;
using ServiceDesk.Loaners;

var builder = WebApplication.CreateBuilder(args);
builder.AddJourneyStore(journey => journey.Add(typeof(Program).Assembly));
builder.Services.AddJourneyHttp(new HttpOptions());
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

var app = builder.Build();
app.MapJourneyStore("/journey");
app.MapGet("/loaners", (IQuerySession session, CancellationToken ct) => session.Query<Loaner>().OrderBy(loaner => loaner.PromisedAt).ToListAsync(ct));
app.MapPost("/devices/{tag}/failed", async (string tag, string customer, string? fault, IJourneyIntake intake, CancellationToken ct) =>
{
    var failed = await intake.AppendAsync(customer, new DeviceFailed { Device = tag, Fault = fault }, new AboutEvent { Process = "hardware", CaseId = tag }, ct);
    return new { failed.Id, Status = failed.Status.ToString(), failed.Reason };
});
return await app.RunJourneyAsync(args);
