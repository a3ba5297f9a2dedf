using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>Queued work with delays, at least once: what was taken comes back unless it is deleted.</summary>
internal sealed class SimulatedQueue(TimeProvider time)
{
    private static readonly TimeSpan Invisible = TimeSpan.FromMinutes(2);

    private readonly List<QueuedMessage> messages = [];

    public int Count => messages.Count;

    /// <summary>Messages that were ever sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Messages that are due or being worked on.</summary>
    public bool HasWork => messages.Any(message => message.Taken || message.DueAt <= time.GetUtcNow());

    /// <summary>Whether a wake-up is there for a lane.</summary>
    public bool IsOnTheWay(string lane) =>
        messages.Any(message => message.Queue != FanOutQueue.Name && WakeUp.TryParse(message.Text, out var wakeUp) && wakeUp.Lane == lane);

    public string Describe() => string.Join(", ", messages.Select(message => $"{message.Queue} {message.Text} at {message.DueAt:T}"));

    public void Add(string queue, string text, TimeSpan delay)
    {
        Sent++;
        messages.Add(new QueuedMessage(queue, text) { DueAt = time.GetUtcNow() + delay });
    }

    public QueuedMessage? TryTake(Random random)
    {
        var due = messages.Where(message => message.DueAt <= time.GetUtcNow()).ToArray();
        if (due.Length == 0)
        {
            return null;
        }

        var message = due[random.Next(due.Length)];
        (message.Taken, message.DueAt) = (true, time.GetUtcNow() + Invisible);
        return message;
    }

    public void Delete(QueuedMessage message) => messages.Remove(message);

    public IWorkQueue For(CallGate gate, int instance) => new View(this, gate, instance);

    private sealed class View(SimulatedQueue queue, CallGate gate, int instance) : IWorkQueue
    {
        public Task SendAsync(string name, string message, TimeSpan delay, CancellationToken cancellationToken) => gate.CallAsync(instance, () =>
        {
            queue.Add(name, message, delay);
            return true;
        });
    }
}
