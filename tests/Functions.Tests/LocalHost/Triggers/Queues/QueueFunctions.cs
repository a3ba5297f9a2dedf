using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Queues;

/// <summary>Queue functions, a class for each kind of declaration.</summary>
internal static class QueueFunctions
{
    internal sealed class Text(QueueProbe probe)
    {
        [Function("Queue")]
        public Task RunAsync([QueueTrigger("work")] string message, CancellationToken cancellationToken) => probe.RunAsync(message, cancellationToken);
    }

    internal sealed class Binary(QueueProbe probe)
    {
        [Function("Queue")]
        public Task RunAsync([QueueTrigger("work")] BinaryData message) => probe.RunAsync(message, default);
    }

    internal sealed class Whole(QueueProbe probe)
    {
        [Function("Queue")]
        public Task RunAsync([QueueTrigger("work")] QueueMessage message) => probe.RunAsync(message, default);
    }

    internal sealed class Poison(QueueProbe probe)
    {
        [Function("Queue")]
        public Task RunAsync([QueueTrigger("work-poison")] string message) => probe.RunAsync(message, default);
    }

    internal sealed class Number(QueueProbe probe)
    {
        [Function("Queue")]
        public Task RunAsync([QueueTrigger("work")] int message) => probe.RunAsync(message, default);
    }

    internal sealed class Valued(QueueProbe probe)
    {
        [Function("Queue")]
        public ValueTask RunAsync([QueueTrigger("work")] string message) => new(probe.RunAsync(message, default));
    }

    internal sealed class Counting(CountingProbe probe)
    {
        [Function("Queue")]
        public void Run([QueueTrigger("work")] string message) => probe.Run(message);
    }
}
