namespace Serverless.Core.Messaging.Cursors;

/// <summary>A cursor while commands change it: the same facts, laid out for looking up and changing.</summary>
internal sealed class CursorBuilder
{
    private readonly CursorState before;
    private readonly Dictionary<long, OutstandingMessage> outstanding;
    private readonly Dictionary<long, ParkedMessage> parked;
    private readonly Dictionary<uint, WaitingKey> waitingKeys;
    private readonly List<ParkedPage.Summary> pages;
    private readonly List<long> obsoletePages;
    private readonly SortedSet<long> unacknowledged;
    private PassedNumbers passed;
    private PushOwner? owner;

    public CursorBuilder(CursorState state, DateTimeOffset now)
    {
        before = state;
        Now = now;
        Next = state.Next;
        passed = new PassedNumbers(state.Floor, state.Passed);
        outstanding = state.Outstanding.ToDictionary(message => message.Number);
        parked = state.Parked.ToDictionary(message => message.Number);
        waitingKeys = state.WaitingKeys.ToDictionary(key => key.Key);
        pages = [.. state.Pages];
        obsoletePages = [.. state.ObsoletePages];
        unacknowledged = [.. state.Unacknowledged];
        owner = state.PushOwner;
        (LastPage, ForgottenUpTo, Generation, FreshDeliveries) = (state.LastPage, state.ForgottenUpTo, state.Generation, state.FreshDeliveries);
        (DeadLettered, ExpiredUnacknowledged) = (state.DeadLettered, state.ExpiredUnacknowledged);
    }

    public DateTimeOffset Now { get; }

    public bool IsChanged { get; private set; }

    public long Floor => passed.Floor;

    public long Next { get; private set; }

    public long LastPage { get; private set; }

    public long ForgottenUpTo { get; private set; }

    public ushort Generation { get; private set; }

    public int FreshDeliveries { get; set; }

    public long DeadLettered { get; private set; }

    public long ExpiredUnacknowledged { get; private set; }

    public int OutstandingCount => outstanding.Count;

    public IReadOnlyCollection<OutstandingMessage> Outstanding => outstanding.Values;

    public IReadOnlyCollection<ParkedMessage> Parked => parked.Values;

    public IReadOnlyCollection<WaitingKey> WaitingKeys => waitingKeys.Values;

    public IReadOnlyList<ParkedPage.Summary> Pages => pages;

    public PushOwner? Owner
    {
        get => owner;
        set
        {
            IsChanged |= owner != value;
            owner = value;
        }
    }

    public bool IsFull(ParkingLimits parking) => CursorRoom.IsFull(
        outstanding.Count,
        parked.Count + pages.Sum(page => page.Count),
        parked.Values.Count(message => message.IsExhausted),
        waitingKeys.Count,
        pages.Count,
        parking);

    public bool IsPassed(long number) => passed.Contains(number);

    public bool IsWaiting(uint key) => waitingKeys.ContainsKey(key);

    public OutstandingMessage? FindOutstanding(long number) => outstanding.TryGetValue(number, out var message) ? message : null;

    public ParkedMessage? FindParked(long number) => parked.TryGetValue(number, out var message) ? message : null;

    public OutstandingMessage[] EndedLeases() => [.. outstanding.Values.Where(message => message.Deadline <= Now).OrderBy(message => message.Number)];

    /// <summary>Whether a message that was leased once has been acknowledged since; when that can't be known any more, it has not.</summary>
    public bool IsAcknowledged(LeasedMessageId id) =>
        (ushort)id.Lease == Generation
        && IsPassed(id.Number)
        && id.Number > ForgottenUpTo
        && !outstanding.ContainsKey(id.Number)
        && !parked.ContainsKey(id.Number)
        && !unacknowledged.Contains(id.Number)
        && !pages.Any(page => page.Lowest <= id.Number && id.Number <= page.Highest);

    /// <summary>A message was looked at; it is done unless it is out, parked, or waits for its key.</summary>
    public void Pass(long number)
    {
        passed.Add(number);
        Next = Math.Max(Next, number + 1);
        IsChanged = true;
    }

    /// <summary>A message waits until an earlier one of its key is done.</summary>
    public void Wait(uint key, long number)
    {
        Pass(number);
        waitingKeys[key] = waitingKeys.TryGetValue(key, out var waiting) ? waiting with { Count = waiting.Count + 1 } : new WaitingKey(key, number, 1);
    }

    /// <summary>Says where the messages of a key begin that wait.</summary>
    public void Wait(WaitingKey key)
    {
        IsChanged |= waitingKeys[key.Key] != key;
        waitingKeys[key.Key] = key;
    }

    /// <summary>No message of the key waits any more; of those that were counted and not found, the log has lost the rest.</summary>
    public void EndWait(uint key)
    {
        if (waitingKeys.Remove(key, out var waiting))
        {
            ExpiredUnacknowledged += waiting.Count;
            IsChanged = true;
        }
    }

    public void Lease(OutstandingMessage message)
    {
        Pass(message.Number);
        parked.Remove(message.Number);
        outstanding[message.Number] = message;
    }

    /// <summary>A message is done.</summary>
    public void Finish(long number, bool isAcknowledged)
    {
        var wasDelivered = outstanding.Remove(number) | parked.Remove(number);
        if (wasDelivered && !isAcknowledged)
        {
            RememberUnacknowledged(number);
        }

        Pass(number);
    }

    public void Park(ParkedMessage message)
    {
        outstanding.Remove(message.Number);
        parked[message.Number] = message;
        IsChanged = true;
    }

    /// <summary>An exhausted message has been published as a dead letter; nothing happens if it is not exhausted, or no more.</summary>
    public void CountDeadLetter(long number)
    {
        if (FindParked(number) is { IsExhausted: true })
        {
            Finish(number, isAcknowledged: false);
            DeadLettered++;
        }
    }

    /// <summary>Takes the messages of a page back into the document.</summary>
    public void Absorb(ParkedPage.Summary page, IEnumerable<ParkedMessage> messages)
    {
        pages.Remove(page);
        obsoletePages.Add(page.Id);
        foreach (var message in messages.Where(message => message.Number <= page.Highest))
        {
            parked[message.Number] = message;
        }

        IsChanged = true;
    }

    /// <summary>Puts parked messages into a page.</summary>
    public ParkedPage PutAway(IEnumerable<ParkedMessage> messages)
    {
        var page = new ParkedPage(++LastPage, [.. messages.OrderBy(message => message.Number)]);
        foreach (var message in page.Messages)
        {
            parked.Remove(message.Number);
        }

        pages.Add(page.Summarize());
        IsChanged = true;
        return page;
    }

    /// <summary>The pages that nothing refers to, as many as one write may remove; they are forgotten here.</summary>
    public long[] TakeObsoletePages()
    {
        var taken = obsoletePages.Take(CursorLimits.DroppedPages).ToArray();
        obsoletePages.RemoveRange(0, taken.Length);
        return taken;
    }

    /// <summary>Begins anew at a number.</summary>
    public void Restart(long number)
    {
        obsoletePages.AddRange(pages.Select(page => page.Id));
        (passed, Next, FreshDeliveries) = (new PassedNumbers(number, []), number, 0);
        outstanding.Clear();
        parked.Clear();
        waitingKeys.Clear();
        pages.Clear();
        BeginGeneration();
    }

    /// <summary>Everything below a number is gone.</summary>
    public void Trim(long low)
    {
        var unseen = Math.Max(0, low - Next);
        for (var number = Floor; number < Math.Min(low, Next); number++)
        {
            unseen += IsPassed(number) ? 0 : 1;
        }

        ExpiredUnacknowledged += unseen;
        foreach (var number in outstanding.Keys.Concat(parked.Keys).Where(number => number < low).ToArray())
        {
            Finish(number, isAcknowledged: false);
            ExpiredUnacknowledged++;
        }

        foreach (var page in pages.Where(page => page.Highest < low).ToArray())
        {
            Absorb(page, []);
            ExpiredUnacknowledged += page.Count;
            ForgottenUpTo = Math.Max(ForgottenUpTo, page.Highest);
        }

        Next = Math.Max(Next, low);
        passed.RaiseFloor(low);
        foreach (var key in waitingKeys.Values.Where(key => key.From < low).ToArray())
        {
            waitingKeys[key.Key] = key with { From = low };
            if (low >= Next)
            {
                EndWait(key.Key);
            }
        }

        IsChanged = true;
    }

    /// <summary>Everything from a number on never was.</summary>
    public void Rewind(long next)
    {
        foreach (var number in outstanding.Keys.Concat(parked.Keys).Where(number => number >= next).ToArray())
        {
            outstanding.Remove(number);
            parked.Remove(number);
        }

        foreach (var key in waitingKeys.Values.Where(key => key.From >= next).ToArray())
        {
            waitingKeys.Remove(key.Key);
        }

        foreach (var page in pages.Where(page => page.Lowest >= next).ToArray())
        {
            Absorb(page, []);
        }

        for (var i = 0; i < pages.Count; i++)
        {
            pages[i] = pages[i] with { Highest = Math.Min(pages[i].Highest, next - 1) };
        }

        passed.Cut(next);
        Next = next;
        BeginGeneration();
    }

    public CursorState ToState() => before with
    {
        Floor = passed.Floor,
        Next = Next,
        Passed = passed.ToWords(Next),
        Outstanding = [.. outstanding.Values.OrderBy(message => message.Number)],
        Parked = [.. parked.Values.OrderBy(message => message.Number)],
        WaitingKeys = [.. waitingKeys.Values.OrderBy(key => key.From).ThenBy(key => key.Key)],
        Pages = [.. pages],
        ObsoletePages = [.. obsoletePages],
        LastPage = LastPage,
        Unacknowledged = [.. unacknowledged],
        ForgottenUpTo = ForgottenUpTo,
        Generation = Generation,
        FreshDeliveries = FreshDeliveries,
        PushOwner = owner,
        DeadLettered = DeadLettered,
        ExpiredUnacknowledged = ExpiredUnacknowledged,
        Now = IsChanged ? Now : before.Now,
    };

    // Whether an older lease's message was acknowledged is not known any more.
    private void BeginGeneration()
    {
        Generation++;
        unacknowledged.Clear();
        ForgottenUpTo = 0;
        IsChanged = true;
    }

    private void RememberUnacknowledged(long number)
    {
        unacknowledged.Add(number);
        while (unacknowledged.Count > CursorLimits.Unacknowledged)
        {
            ForgottenUpTo = Math.Max(ForgottenUpTo, unacknowledged.Min);
            unacknowledged.Remove(unacknowledged.Min);
        }
    }
}
