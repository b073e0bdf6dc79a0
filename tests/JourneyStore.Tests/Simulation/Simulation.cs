using JourneyStore.Engine;
using JourneyStore.Engine.Errors;
using JourneyStore.Engine.Intake;
using JourneyStore.Engine.Reading;
using JourneyStore.Events;
using JourneyStore.EngineContract.Harness;

namespace JourneyStore.Tests.Simulation;

/// <summary>One life of a store, decided by a seed: clients that repeat what has no answer, readers, rebuilds, and time that passes.</summary>
internal sealed class Simulation(int seed, SimulatedProcesses processes)
{
    private const string Tenant = "acme";
    private const int Steps = 48;
    private const int SettleEvery = 16;

    // Enough of them that a batch that stalls with its locks does not stop all others.
    private const int Customers = 12;
    private readonly Random chance = new(seed);
    private readonly Invariants invariants = new(processes, Tenant);
    private readonly List<EventCandidate[]> batches = [];
    private readonly List<EventCandidate[]> unanswered = [];
    private readonly List<Task> waiting = [];
    private int events;

    /// <summary>What was done, in order.</summary>
    public List<string> Told { get; } = [];

    public async Task RunAsync()
    {
        for (var step = 1; step <= Steps; step++)
        {
            await StepAsync();
            await CollectAsync();
            await invariants.CheckAsync();
            if (step % SettleEvery == 0) await SettleAsync();
        }
    }

    private JourneyEngine AnyEngine => processes.Engines[chance.Next(processes.Engines.Length)];

    private string AnyView => processes.Auditor.Views[chance.Next(processes.Auditor.Views.Count)].Name;

    private Task StepAsync() => chance.Next(12) switch
    {
        < 4 => SendAsync(New(), "append", AnyEngine),
        4 when unanswered.Count > 0 => SendAsync(unanswered[chance.Next(unanswered.Count)], "repeat", AnyEngine),
        4 or 5 => SendAsync(batches.Count > 0 ? batches[chance.Next(batches.Count)] : New(), "deliver twice at once", processes.Engines),
        6 => ReadAsync(),
        7 => DoAsync("rebuild", view => AnyEngine.RebuildAsync(view, shadow: false, null, default)),
        8 => DoAsync("shadow", view => AnyEngine.RebuildAsync(view, shadow: true, null, default)),
        9 => DoAsync("promote", view => AnyEngine.PromoteAsync(view, default)),
        _ => PassAsync(TimeSpan.FromSeconds(1 + chance.Next(4))),
    };

    private async Task SendAsync(EventCandidate[] batch, string what, params JourneyEngine[] engines)
    {
        Told.Add($"{what} {string.Join(' ', batch.Select(e => e.Id))}");
        foreach (var engine in engines)
        {
            var sending = SendAsync(batch, engine);
            // One that stalls is waited for later; the others go on meanwhile.
            if (!await processes.GoesAsync(sending)) Told.Add("… stalls");
            waiting.Add(sending);
        }
    }

    private async Task SendAsync(EventCandidate[] batch, JourneyEngine engine)
    {
        var toldBefore = invariants.ToldOf(batch);
        try
        {
            var receipt = await engine.AppendAsync(new AppendRequest(Tenant, batch), default);
            invariants.Told(receipt, toldBefore);
            lock (unanswered) unanswered.Remove(batch);
        }
        catch (StoreUnavailableException)
        {
            lock (unanswered)
                if (!unanswered.Contains(batch)) unanswered.Add(batch);
        }
    }

    private async Task ReadAsync()
    {
        var customer = new CustomerRef(new Identifier("crm", $"{chance.Next(Customers)}"));
        Told.Add($"read {customer}");
        try
        {
            var engine = AnyEngine;
            var context = engine.ContextAsync(Tenant, customer, new(), default);
            await processes.EndAsync(context);
            var timeline = engine.TimelineAsync(Tenant, customer, new(), default);
            await processes.EndAsync(timeline);
            // Nothing was stored between the two, unless something stalled: what is read later is never less.
            ((await timeline).Entries.Count > 0).ShouldBeTrue($"{customer} is known by its events");
            (await context).Position.ShouldBeGreaterThan(0);
        }
        catch (Exception said) when (said is StoreUnavailableException or NotFoundException)
        {
            Told.Add($"… {said.GetType().Name}");
        }
    }

    private async Task DoAsync(string what, Func<string, Task> work)
    {
        var view = AnyView;
        Told.Add($"{what} {view}");
        var doing = work(view);
        try
        {
            await processes.EndAsync(doing);
            await doing;
        }
        catch (StoreException said)
        {
            Told.Add($"… {said.Code}");
        }
    }

    private Task PassAsync(TimeSpan time)
    {
        Told.Add($"{time.TotalSeconds} s pass");
        return processes.AdvanceAsync(time);
    }

    private async Task CollectAsync()
    {
        foreach (var done in waiting.FindAll(task => task.IsCompleted))
        {
            waiting.Remove(done);
            await done;
        }
    }

    private async Task SettleAsync()
    {
        Told.Add("settle");
        foreach (var plan in processes.Plans) plan.Active = false;
        foreach (var sending in waiting) await processes.EndAsync(sending);
        await CollectAsync();
        foreach (var batch in unanswered.ToArray()) await SendAsync(batch, "repeat at last", processes.Engines[0]);
        // Something that an engine does by itself may still stall.
        foreach (var sending in waiting) await processes.EndAsync(sending);
        await CollectAsync();
        (waiting.Count, unanswered.Count).ShouldBe((0, 0), "without faults every repeat is answered");
        for (var seconds = 0; !await invariants.IsSettledAsync(); seconds++)
        {
            seconds.ShouldBeLessThan(200, $"everything comes to its end without faults; {await invariants.StandingAsync()}");
            await processes.AdvanceAsync(TimeSpan.FromSeconds(1));
        }
        await invariants.CheckAsync();
        await invariants.CheckSettledAsync();
        foreach (var plan in processes.Plans) plan.Active = true;
    }

    private EventCandidate[] New()
    {
        var batch = new EventCandidate[1 + chance.Next(3)];
        for (var i = 0; i < batch.Length; i++)
        {
            var body = Bodies.Any(chance);
            // Some name nobody but a case, some name the same customer by another identifier, many come late.
            var nobody = chance.Next(5) == 0;
            var customer = chance.Next(Customers);
            batch[i] = new EventCandidate
            {
                Source = "urn:simulation",
                Id = $"{++events}",
                Type = Bodies.TypeOf(body),
                OccurredAt = processes.Time.GetUtcNow() - (chance.Next(3) == 0 ? TimeSpan.FromMinutes(chance.Next(600)) : TimeSpan.Zero),
                Customer = nobody ? [] : chance.Next(4) == 0 ? [new Identifier("crm", $"{customer}"), new Identifier("email", $"{customer}@example.org")] : [new Identifier("crm", $"{customer}")],
                Process = nobody || chance.Next(3) > 0 ? "incident" : null,
                CaseId = $"C{chance.Next(14)}",
                Activity = Bodies.TypeOf(body),
                Data = Bodies.Write(body),
            };
            invariants.Sent(batch[i]);
        }
        batches.Add(batch);
        return batch;
    }
}
