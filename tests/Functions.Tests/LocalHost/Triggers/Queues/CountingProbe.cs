using System.Collections.Concurrent;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Queues;

/// <summary>Fails each message as often as the number it consists of says, and counts the tries.</summary>
internal sealed class CountingProbe
{
    public ConcurrentDictionary<string, int> Tries { get; } = new();

    public void Run(string message)
    {
        var failures = int.Parse(message.Split(':')[1]);
        if (Tries.AddOrUpdate(message, 1, (_, tries) => tries + 1) <= failures)
        {
            throw new FormatException();
        }
    }
}
