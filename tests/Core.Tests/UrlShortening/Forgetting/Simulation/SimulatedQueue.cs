using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening.Simulation;
using Serverless.Core.UrlShortening.Forgetting;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>A queue in simulated time, whose messages stay until somebody has done what they say.</summary>
internal sealed class SimulatedQueue(SimulatedTime time)
{
    /// <summary>Until then it takes no messages.</summary>
    public DateTimeOffset DownUntil { get; set; }

    public bool IsDown => time.Now < DownUntil;

    public List<QueuedMessage> Messages { get; } = [];

    public void Add(string text, TimeSpan delay) => Messages.Add(new QueuedMessage(ForgetLink.Parse(text)!, time.Now, time.Now + delay));

    /// <summary>Messages that nobody has done yet and anybody may take now.</summary>
    public QueuedMessage[] Visible() => [.. Messages.Where(message => message.DoneAt is null && message.VisibleAt <= time.Now)];

    /// <summary>What an instance sends to.</summary>
    public IWorkQueue For(StoreGate gate, int instance) => new Sender(this, gate, instance);

    private sealed class Sender(SimulatedQueue queue, StoreGate gate, int instance) : IWorkQueue
    {
        public Task SendAsync(string queueName, string message, TimeSpan delay, CancellationToken cancellationToken) => gate.CallAsync(instance, () =>
        {
            Assert.Equal(ForgetLink.Queue, queueName);
            if (queue.IsDown)
            {
                throw new StoreUnavailableException("The queue is down.");
            }

            queue.Add(message, delay);
            return true;
        });
    }
}

/// <summary>A message, and what became of it so far.</summary>
internal sealed class QueuedMessage(ForgetLink content, DateTimeOffset storedAt, DateTimeOffset dueAt)
{
    public ForgetLink Content => content;

    public DateTimeOffset StoredAt => storedAt;

    public DateTimeOffset DueAt { get; } = dueAt;

    public DateTimeOffset VisibleAt { get; set; } = dueAt;

    public int Failures { get; set; }

    /// <summary>When its function first ended without an error; it may come again.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>How late it was done, if it was, by a time.</summary>
    public TimeSpan LateBy(DateTimeOffset by) => (DoneAt < by ? DoneAt.Value : by) - DueAt is { Ticks: > 0 } late ? late : TimeSpan.Zero;
}
