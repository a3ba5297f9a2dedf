using System.Globalization;
using Serverless.LocalHost.Queues;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Queues;

/// <summary>Queues for a test: says what is done to messages, and fails when told.</summary>
internal sealed class InMemoryTriggerQueue(TimeProvider time) : ITriggerQueue
{
    private readonly Lock sync = new();
    private readonly List<(LeasedMessage Message, DateTimeOffset VisibleAt)> messages = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int lastNumber;

    /// <summary>What was done, failed attempts included: <c>lease</c> when it found something or failed, <c>extend</c>, <c>delete</c>, <c>move</c>.</summary>
    public Events<string> Done { get; } = new();

    /// <summary>Called before each operation with its name; may throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public void Send(string queue, string body, int dequeueCount = 0)
    {
        lock (sync)
        {
            var id = (++lastNumber).ToString(CultureInfo.InvariantCulture);
            messages.Add((new LeasedMessage(queue, id, "", body, dequeueCount, time.GetUtcNow()), time.GetUtcNow()));
            SignalChange();
        }
    }

    /// <summary>What happens when a lease runs out and another process takes the message.</summary>
    public void TakeFromHolder(string body)
    {
        lock (sync)
        {
            var index = messages.FindIndex(stored => stored.Message.Body == body);
            messages[index] = (messages[index].Message with { Receipt = "another's" }, DateTimeOffset.MaxValue);
        }
    }

    public string[] Bodies(string queue)
    {
        lock (sync)
        {
            return [.. messages.Where(stored => stored.Message.Queue == queue).Select(stored => stored.Message.Body)];
        }
    }

    public Task<IReadOnlyList<LeasedMessage>> LeaseAsync(string queue, int max, TimeSpan lease, CancellationToken cancellationToken) => Do("lease", () =>
    {
        var taken = messages.Where(stored => stored.Message.Queue == queue && stored.VisibleAt <= time.GetUtcNow()).Take(max).ToArray();
        IReadOnlyList<LeasedMessage> leased =
            [.. taken.Select(stored => stored.Message with { Receipt = $"{++lastNumber}", DequeueCount = stored.Message.DequeueCount + 1 })];
        messages.RemoveAll(taken.Contains);
        messages.AddRange(leased.Select(message => (message, time.GetUtcNow() + lease)));
        return (leased, leased.Count > 0 ? $"lease {leased.Count} for {lease}" : null);
    });

    public Task<bool> TryExtendAsync(LeasedMessage message, TimeSpan lease, CancellationToken cancellationToken) =>
        ReplaceAsync("extend", $"extend {message.Body} by {lease}", message, (message, time.GetUtcNow() + lease));

    public Task<bool> TryDeleteAsync(LeasedMessage message, CancellationToken cancellationToken) =>
        ReplaceAsync("delete", $"delete {message.Body}", message);

    public Task<bool> TryMoveAsync(LeasedMessage message, string toQueue, CancellationToken cancellationToken) =>
        ReplaceAsync("move", $"move {message.Body} to {toQueue}", message, (message with { Queue = toQueue, DequeueCount = 0, Receipt = "" }, time.GetUtcNow()));

    public async Task WaitAsync(string queue, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task change;
        TimeSpan untilVisible;
        lock (sync)
        {
            change = changed.Task;
            untilVisible = UntilVisible(queue);
        }

        var delay = Task.Delay(untilVisible < atMost ? untilVisible : atMost, time, cancellationToken);
        lock (sync)
        {
            // Looked at again after the delay has begun, so that a clock moved in between is seen by one of the two.
            if (UntilVisible(queue) == TimeSpan.Zero)
            {
                return;
            }
        }

        await (await Task.WhenAny(change, delay));
    }

    private TimeSpan UntilVisible(string queue)
    {
        var wait = messages.Where(stored => stored.Message.Queue == queue).Select(stored => stored.VisibleAt).DefaultIfEmpty(DateTimeOffset.MaxValue).Min() - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private Task<bool> ReplaceAsync(string operation, string done, LeasedMessage message, params IEnumerable<(LeasedMessage, DateTimeOffset)> replacement) => Do(operation, () =>
    {
        if (messages.RemoveAll(stored => stored.Message.Id == message.Id && stored.Message.Receipt == message.Receipt) == 0)
        {
            return (false, $"{operation} too late");
        }

        messages.AddRange(replacement);
        SignalChange();
        return (true, done);
    });

    private Task<T> Do<T>(string operation, Func<(T Result, string? Done)> change)
    {
        lock (sync)
        {
            try
            {
                Before(operation);
                var (result, done) = change();
                if (done is not null)
                {
                    Done.Add(done);
                }

                return Task.FromResult(result);
            }
            catch (IOException exception)
            {
                Done.Add($"{operation} failed");
                return Task.FromException<T>(exception);
            }
        }
    }

    private void SignalChange()
    {
        var previous = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        previous.TrySetResult();
    }
}
