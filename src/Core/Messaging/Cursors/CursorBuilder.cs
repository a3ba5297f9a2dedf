namespace Serverless.Core.Messaging.Cursors;

/// <summary>A cursor while commands change it: the same facts, laid out for looking up and changing.</summary>
internal sealed class CursorBuilder
{
    private readonly CursorState before;
    private readonly Dictionary<long, OutstandingMessage> outstanding;
    private readonly Dictionary<long, FailedMessage> waiting;
    private DoneBits done;
    private PushOwner? owner;

    public CursorBuilder(CursorState state, DateTimeOffset now)
    {
        before = state;
        Now = now;
        Next = state.Next;
        done = new DoneBits(state.Floor, state.Done);
        outstanding = state.Outstanding.ToDictionary(message => message.Number);
        waiting = state.Waiting.ToDictionary(message => message.Number);
        owner = state.PushOwner;
        DeadLettered = state.DeadLettered;
        ExpiredUnacknowledged = state.ExpiredUnacknowledged;
    }

    public DateTimeOffset Now { get; }

    public bool IsChanged { get; private set; }

    public long Floor => done.Floor;

    public long Next { get; private set; }

    public long DeadLettered { get; private set; }

    public long ExpiredUnacknowledged { get; private set; }

    public int OutstandingCount => outstanding.Count;

    /// <summary>Messages that take room of their own in the document.</summary>
    public int Tracked => outstanding.Count + waiting.Count;

    public PushOwner? Owner
    {
        get => owner;
        set
        {
            IsChanged |= owner != value;
            owner = value;
        }
    }

    public bool IsDone(long number) => done.Contains(number);

    public OutstandingMessage? FindOutstanding(long number) => outstanding.TryGetValue(number, out var message) ? message : null;

    public FailedMessage? FindWaiting(long number) => waiting.TryGetValue(number, out var message) ? message : null;

    public OutstandingMessage[] EndedLeases() => [.. outstanding.Values.Where(message => message.Deadline <= Now).OrderBy(message => message.Number)];

    /// <summary>Counts a number as looked at.</summary>
    public void LookAt(long number)
    {
        if (number >= Next)
        {
            Next = number + 1;
            IsChanged = true;
        }
    }

    public void MarkDone(long number)
    {
        LookAt(number);
        outstanding.Remove(number);
        waiting.Remove(number);
        done.Add(number);
        IsChanged = true;
    }

    public void Lease(OutstandingMessage message)
    {
        LookAt(message.Number);
        waiting.Remove(message.Number);
        outstanding[message.Number] = message;
        IsChanged = true;
    }

    /// <summary>The delivery under way counts as none.</summary>
    public void Return(OutstandingMessage message)
    {
        outstanding.Remove(message.Number);
        if (message.Attempt > 1)
        {
            waiting[message.Number] = new FailedMessage(message.Number, message.Attempt - 1, Now, false, DeliveryFailure.Nacked);
        }

        IsChanged = true;
    }

    public void Wait(FailedMessage message)
    {
        outstanding.Remove(message.Number);
        waiting[message.Number] = message;
        IsChanged = true;
    }

    /// <summary>An exhausted message has been published as a dead letter; nothing happens if it is not exhausted, or no more.</summary>
    public void Bury(long number)
    {
        if (FindWaiting(number) is { IsExhausted: true })
        {
            MarkDone(number);
            DeadLettered++;
        }
    }

    /// <summary>Begins anew at a number.</summary>
    public void Restart(long number)
    {
        done = new DoneBits(number, []);
        Next = number;
        outstanding.Clear();
        waiting.Clear();
        IsChanged = true;
    }

    /// <summary>Everything below a number is gone.</summary>
    public void Trim(long low)
    {
        var undone = 0L;
        for (var number = Floor; number < Math.Min(low, Next); number++)
        {
            undone += IsDone(number) ? 0 : 1;
            outstanding.Remove(number);
            waiting.Remove(number);
        }

        ExpiredUnacknowledged += undone + Math.Max(0, low - Next);
        Next = Math.Max(Next, low);
        done.RaiseFloor(low);
        IsChanged = true;
    }

    /// <summary>Everything from a number on never was.</summary>
    public void Rewind(long next)
    {
        foreach (var number in outstanding.Keys.Concat(waiting.Keys).Where(number => number >= next).ToArray())
        {
            outstanding.Remove(number);
            waiting.Remove(number);
        }

        done.Cut(next);
        Next = next;
        IsChanged = true;
    }

    public CursorState ToState() => before with
    {
        Floor = done.Floor,
        Next = Next,
        Done = done.ToWords(Next),
        Outstanding = [.. outstanding.Values.OrderBy(message => message.Number)],
        Waiting = [.. waiting.Values.OrderBy(message => message.Number)],
        PushOwner = owner,
        DeadLettered = DeadLettered,
        ExpiredUnacknowledged = ExpiredUnacknowledged,
        Now = IsChanged ? Now : before.Now,
    };
}
