namespace Serverless.Core.Tests.Messaging.Simulation;

internal sealed class QueuedMessage(string queue, string text)
{
    public string Queue => queue;

    public string Text => text;

    public bool Taken { get; set; }

    public DateTimeOffset DueAt { get; set; }
}
