namespace Serverless.Core.Messaging.Cursors;

/// <summary>A cursor while commands change it: the same facts, laid out for looking up and changing.</summary>
internal sealed class CursorBuilder
{
    private readonly CursorState before;
    private readonly MessageSetBuilder<OutstandingMessage> outstanding;
    private readonly ParkedSet parked;
    private readonly WaitingKeySet waitingKeys;
    private readonly UnacknowledgedNumbers unacknowledged;
    private PassedNumbers passed;
    private PushOwner? owner;

    public CursorBuilder(CursorState state, DateTimeOffset now)
    {
        before = state;
        Now = now;
        Next = state.Next;
        passed = new PassedNumbers(state.Floor, state.Passed);
        outstanding = new MessageSetBuilder<OutstandingMessage>(state.Outstanding);
        (parked, waitingKeys, unacknowledged) = (new ParkedSet(state), new WaitingKeySet(state), new UnacknowledgedNumbers(state));
        owner = state.PushOwner;
        (Generation, FreshDeliveries) = (state.Generation, state.FreshDeliveries);
        (DeadLettered, ExpiredUnacknowledged) = (state.DeadLettered, state.ExpiredUnacknowledged);
    }

    public DateTimeOffset Now { get; }

    public bool IsChanged { get; private set; }

    public long Floor => passed.Floor;

    public long Next { get; private set; }

    public ushort Generation { get; private set; }

    public int FreshDeliveries { get; set; }

    public long DeadLettered { get; private set; }

    public long ExpiredUnacknowledged { get; private set; }

    public int OutstandingCount => outstanding.Count;

    public MessageSet<OutstandingMessage> Outstanding => outstanding.ToSet();

    public MessageSet<ParkedMessage> Parked => parked.Messages;

    public IReadOnlyCollection<WaitingKey> WaitingKeys => waitingKeys.Keys;

    public IReadOnlyList<ParkedPage.Summary> Pages => parked.Pages;

    /// <inheritdoc cref="ParkedSet.AddedPages"/>
    public IReadOnlyList<ParkedPage> AddedPages => parked.AddedPages;

    public ParkedPage? FindAddedPage(long id) => parked.AddedPages.FirstOrDefault(page => page.Id == id);

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
        parked.Count,
        parked.Exhausted,
        waitingKeys.Keys.Count,
        parked.Pages.Count,
        parking);

    public bool IsPassed(long number) => passed.Contains(number);

    public bool IsWaiting(uint key) => waitingKeys.Contains(key);

    public OutstandingMessage? FindOutstanding(long number) => outstanding.Find(number);

    public ParkedMessage? FindParked(long number) => parked.Find(number);

    public IReadOnlyList<OutstandingMessage> EndedLeases()
    {
        List<OutstandingMessage> ended = [];
        foreach (var message in Outstanding)
        {
            if (message.Deadline <= Now)
            {
                ended.Add(message);
            }
        }

        return ended;
    }

    /// <summary>Whether a message that was leased once has been acknowledged since; when that can't be known any more, it has not.</summary>
    public bool IsAcknowledged(LeasedMessageId id) =>
        (ushort)id.Lease == Generation
        && IsPassed(id.Number)
        && unacknowledged.Excludes(id.Number)
        && outstanding.Find(id.Number) is null
        && !parked.MayHold(id.Number);

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
        waitingKeys.Add(key, number);
    }

    /// <summary>Says where the messages of a key begin that wait.</summary>
    public void Wait(WaitingKey key) => IsChanged |= waitingKeys.Put(key);

    /// <summary>No message of the key waits any more; of those that were counted and not found, the log has lost the rest.</summary>
    public void EndWait(uint key)
    {
        if (waitingKeys.Remove(key) is { } count)
        {
            ExpiredUnacknowledged += count;
            IsChanged = true;
        }
    }

    /// <inheritdoc cref="MessageSetBuilder{T}.Expect"/>
    public void Expect(int leases) => outstanding.Expect(leases);

    public void Lease(OutstandingMessage message)
    {
        Pass(message.Number);
        parked.Remove(message.Number);
        outstanding.Put(message);
    }

    /// <summary>A message is done.</summary>
    public void Finish(long number, bool isAcknowledged)
    {
        var wasDelivered = outstanding.Remove(number) | parked.Remove(number);
        if (wasDelivered && !isAcknowledged)
        {
            unacknowledged.Add(number);
        }

        Pass(number);
    }

    public void Park(ParkedMessage message)
    {
        outstanding.Remove(message.Number);
        parked.Put(message);
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

    /// <inheritdoc cref="ParkedSet.Absorb"/>
    public void Absorb(ParkedPage.Summary page, IEnumerable<ParkedMessage> messages)
    {
        parked.Absorb(page, messages);
        IsChanged = true;
    }

    /// <inheritdoc cref="ParkedSet.PutAway"/>
    public void PutAway(IEnumerable<ParkedMessage> messages)
    {
        IsChanged = true;
        parked.PutAway(messages);
    }

    /// <inheritdoc cref="ParkedSet.TakeObsoletePages"/>
    public long[] TakeObsoletePages() => parked.TakeObsoletePages();

    /// <summary>Begins anew at a number.</summary>
    public void Restart(long number)
    {
        (passed, Next, FreshDeliveries) = (new PassedNumbers(number, []), number, 0);
        outstanding.Clear();
        parked.Clear();
        waitingKeys.Clear();
        BeginGeneration();
    }

    /// <summary>Everything below a number is gone.</summary>
    public void Trim(long low)
    {
        ExpiredUnacknowledged += Unseen(low);
        foreach (var number in Outstanding.Select(message => message.Number).Concat(Parked.Select(message => message.Number)).Where(number => number < low).ToArray())
        {
            Finish(number, isAcknowledged: false);
            ExpiredUnacknowledged++;
        }

        foreach (var page in parked.DropPagesBelow(low))
        {
            ExpiredUnacknowledged += page.Count;
            unacknowledged.Forget(page.Highest);
        }

        Next = Math.Max(Next, low);
        passed.RaiseFloor(low);
        foreach (var key in waitingKeys.Trim(low).Where(_ => low >= Next))
        {
            EndWait(key);
        }

        IsChanged = true;
    }

    /// <summary>Everything from a number on never was.</summary>
    public void Rewind(long next)
    {
        foreach (var message in Outstanding.Where(message => message.Number >= next))
        {
            outstanding.Remove(message.Number);
        }

        parked.Cut(next);
        waitingKeys.Cut(next);
        passed.Cut(next);
        Next = next;
        BeginGeneration();
    }

    public CursorState ToState() => before with
    {
        Floor = passed.Floor,
        Next = Next,
        Passed = passed.ToWords(Next),
        Outstanding = Outstanding,
        Parked = Parked,
        WaitingKeys = waitingKeys.InOrder(),
        Pages = [.. parked.Pages],
        ObsoletePages = [.. parked.ObsoletePages],
        LastPage = parked.LastPage,
        Unacknowledged = unacknowledged.Numbers,
        ForgottenUpTo = unacknowledged.ForgottenUpTo,
        Generation = Generation,
        FreshDeliveries = FreshDeliveries,
        PushOwner = owner,
        DeadLettered = DeadLettered,
        ExpiredUnacknowledged = ExpiredUnacknowledged,
        Now = IsChanged ? Now : before.Now,
    };

    /// <summary>How many messages below a number were never looked at.</summary>
    private long Unseen(long low)
    {
        var unseen = Math.Max(0, low - Next);
        for (var number = Floor; number < Math.Min(low, Next); number++)
        {
            unseen += IsPassed(number) ? 0 : 1;
        }

        return unseen;
    }

    // Whether an older lease's message was acknowledged is not known any more.
    private void BeginGeneration()
    {
        Generation++;
        unacknowledged.Clear();
        IsChanged = true;
    }
}
