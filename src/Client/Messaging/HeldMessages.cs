namespace Serverless.Client;

/// <summary>The messages that a consumer has, so that it never has more than it may.</summary>
internal sealed class HeldMessages(int limit)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ReceivedMessage> held = new(StringComparer.Ordinal);
    private TaskCompletionSource removed = NewSignal();

    public void Add(ReceivedMessage message)
    {
        lock (gate)
        {
            held[message.Content.AckId] = message;
        }
    }

    public void Remove(string ackId)
    {
        lock (gate)
        {
            held.Remove(ackId);
            removed.TrySetResult();
        }
    }

    public ReceivedMessage? Find(string ackId)
    {
        lock (gate)
        {
            return held.GetValueOrDefault(ackId);
        }
    }

    public IReadOnlyList<ReceivedMessage> All()
    {
        lock (gate)
        {
            return [.. held.Values];
        }
    }

    /// <summary>How many more may be had, as soon as half of them may: a request for each message that is done would be dear.</summary>
    public async Task<int> WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                var room = limit - held.Count;
                if (room > 0 && room >= limit / 2)
                {
                    return room;
                }

                removed = removed.Task.IsCompleted ? NewSignal() : removed;
                next = removed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
