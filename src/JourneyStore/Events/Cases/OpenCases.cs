namespace JourneyStore.Events.Cases;

/// <summary>
/// The cases of one customer that are not over: a fold of bounded size. A case begins with the first event that carries its id and
/// ends with an <see cref="IClosesCase"/>, or leaves with a <see cref="CaseMoved"/>; what follows on a case that ended does not begin it again, unless it says so. Kept
/// one by one are the newest; older ones are only counted. The count is exact as long as no more cases are open at once than are kept.
/// </summary>
/// <remarks>
/// Of ended cases only the last are remembered by their ids. In a process of which more have ended, a case that is not known may be one of those, so
/// from then on an
/// event has to say that it begins a case (<see cref="IOpensCase"/>, <see cref="IReopensCase"/>) to begin one.
/// </remarks>
public sealed record OpenCases
{
    /// <summary>Cases kept one by one, unless a fold asks for fewer.</summary>
    public const int DefaultCapacity = 100;

    /// <summary>Ended cases remembered, so that nothing but a reopening begins them again.</summary>
    public const int EndedRemembered = 32;

    private const int ProcessesForgotten = 16;
    private const string Any = "*";

    /// <summary>The newest open cases, in the order they began.</summary>
    public List<OpenCase> Open { get; init; } = [];

    /// <summary>Open cases that are older than those in <see cref="Open"/>.</summary>
    public long OlderOpen { get; set; }

    /// <summary>Cases that ever began, with those that began again.</summary>
    public long Opened { get; set; }

    /// <summary>Cases that ever ended.</summary>
    public long Closed { get; set; }

    /// <summary>Cases that ended last, oldest first: process and case id with a slash between.</summary>
    public List<string> Ended { get; init; } = [];

    /// <summary>
    /// Processes of which cases ended that <see cref="Ended"/> does not remember any more, in the order in which that began; "" for none. The last one
    /// that there is room for is <c>*</c>: any.
    /// </summary>
    public List<string> Forgotten { get; init; } = [];

    /// <summary>All open cases.</summary>
    public long OpenCount => Open.Count + OlderOpen;

    /// <summary>The open case of an id, when it is one of those kept.</summary>
    public OpenCase? Find(string? process, string? caseId) =>
        caseId is null ? null : Open.Find(c => c.CaseId == caseId && c.Process == process);

    /// <summary>Takes one more event, in the order they occurred.</summary>
    /// <param name="event">Any event of the customer; one without a case id changes nothing.</param>
    /// <param name="capacity">Most cases kept one by one.</param>
    public void Apply(JourneyEvent @event, int capacity = DefaultCapacity)
    {
        if (@event.Body is CaseMoved moved && moved.From == @event.Customer) Leave(moved, @event.OccurredAt);
        if (@event.CaseId is not { } caseId || @event.Body is IBesideCase) return;
        var open = Find(@event.Process, caseId) ?? Begin(@event, caseId, capacity);
        if (open is null) return;
        open.Take(@event);
        if (@event.Body is IClosesCase) End(open);
    }

    /// <summary>The case goes on with another customer. It has not ended: what comes of it with this one begins it again.</summary>
    private void Leave(CaseMoved moved, DateTimeOffset at)
    {
        if (Find(moved.Process, moved.CaseId) is { } open)
        {
            // It came back in the same moment.
            if (open.LastStepAt == at && open.LastPosition > moved.NextPosition) return;
            Open.Remove(open);
        }
        else if (OlderOpen > 0 && !Ended.Contains(Key(moved.Process, moved.CaseId)) && !IsForgotten(moved.Process)) OlderOpen--;
    }

    private OpenCase? Begin(JourneyEvent @event, string caseId, int capacity)
    {
        var key = Key(@event.Process, caseId);
        var saysSo = @event.Body is IOpensCase or IReopensCase;
        if (Ended.Contains(key))
        {
            if (!saysSo) return null;
            Ended.Remove(key);
        }
        // It ended long ago, most likely; if it did not, a remark does not open what nobody opened. One that ends it is counted.
        else if (!saysSo && @event.Body is not IClosesCase && IsForgotten(@event.Process)) return null;
        // With older cases open that are not kept, an event that does not say it begins a case most likely belongs to one of them.
        if (OlderOpen > 0 && @event.Body is not IOpensCase) OlderOpen--;
        else Opened++;
        var begun = new OpenCase { Process = @event.Process, CaseId = caseId, OpenedAt = @event.OccurredAt };
        Open.Add(begun);
        if (Open.Count > capacity)
        {
            Open.RemoveAt(0);
            OlderOpen++;
        }
        return begun;
    }

    private void End(OpenCase over)
    {
        Open.RemoveAt(Open.FindIndex(c => ReferenceEquals(c, over)));
        Closed++;
        Ended.Add(Key(over.Process, over.CaseId));
        if (Ended.Count <= EndedRemembered) return;
        Forget(Ended[0]);
        Ended.RemoveAt(0);
    }

    private void Forget(string ended)
    {
        var process = ended[..ended.IndexOf('/', StringComparison.Ordinal)];
        if (IsForgotten(process)) return;
        Forgotten.Add(Forgotten.Count < ProcessesForgotten - 1 ? process : Any);
    }

    private bool IsForgotten(string? process) => Forgotten.Count > 0 && (Forgotten.Contains(process ?? "") || Forgotten[^1] == Any);

    private static string Key(string? process, string caseId) => $"{process}/{caseId}";
}
