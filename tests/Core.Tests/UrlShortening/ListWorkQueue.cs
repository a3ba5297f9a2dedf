using Serverless.Core.Storage;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Keeps what is sent for a test to deliver.</summary>
public sealed class ListWorkQueue : IWorkQueue
{
    public Queue<string> Messages { get; } = new();

    public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        Messages.Enqueue(message);
        return Task.CompletedTask;
    }
}
