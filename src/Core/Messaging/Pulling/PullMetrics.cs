using System.Diagnostics.Metrics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>What an operator can see of pulling.</summary>
public sealed class PullMetrics(IMeterFactory meters)
{
    public const string MeterName = "Serverless.Messaging.Pull";
    public const string Messages = "serverless.messages.pulled";

    private readonly Counter<long> messages = meters.Create(MeterName).CreateCounter<long>(Messages, "{message}", "Messages that were handed to consumers under a lease, again too.");

    public void CountMessages(int count)
    {
        if (count > 0)
        {
            messages.Add(count);
        }
    }
}
