using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>The queues of all functions on virtual time: a message is there when its delay is over.</summary>
internal sealed class SimulatedWorkQueue(FakeTimeProvider time) : IWorkQueue
{
    private readonly Lock gate = new();
    private readonly List<(DateTimeOffset Due, string Queue, string Message)> messages = [];

    /// <summary>Everything that was ever sent.</summary>
    public List<(string Queue, string Message, TimeSpan Delay)> Sent { get; } = [];

    public int Waiting => messages.Count;

    public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Sent.Add((queue, message, delay));
            messages.Add((time.GetUtcNow() + delay, queue, message));
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes the message that is due first, and sets the clock to when it is; null when none is until then.</summary>
    public (string Queue, string Message)? Take(DateTimeOffset until)
    {
        if (messages.Count == 0 || messages.Min(message => message.Due) > until)
        {
            return null;
        }

        var first = messages.MinBy(message => message.Due);
        messages.Remove(first);
        if (first.Due > time.GetUtcNow())
        {
            time.SetUtcNow(first.Due);
        }

        return (first.Queue, first.Message);
    }
}
