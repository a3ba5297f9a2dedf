using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging;

/// <summary>Keeps what is sent, with its delay, and can be down.</summary>
public sealed class RecordingWorkQueue : IWorkQueue
{
    private readonly Lock gate = new();
    private readonly List<(string Queue, string Message, TimeSpan Delay)> sent = [];

    public bool IsDown { get; set; }

    public IReadOnlyList<(string Queue, string Message, TimeSpan Delay)> Sent
    {
        get
        {
            lock (gate)
            {
                return [.. sent];
            }
        }
    }

    public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("The queue is down.");
        }

        lock (gate)
        {
            sent.Add((queue, message, delay));
        }

        return Task.CompletedTask;
    }
}
