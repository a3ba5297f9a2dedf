using System.Diagnostics.Metrics;

namespace Serverless.Core.Messaging.Attempts;

/// <summary>What an operator can see of how attempts are kept.</summary>
public sealed class AttemptMetrics
{
    public const string MeterName = "Serverless.Messaging.Attempts";
    public const string Lost = "serverless.push.attempts.lost";

    private readonly Counter<long> lost;

    public AttemptMetrics(IMeterFactory meters) => lost = meters.Create(MeterName).CreateCounter<long>(
        Lost, "{attempt}", "Attempts that could not be kept to be shown; their messages are not touched by that.");

    public void CountLost(int attempts) => lost.Add(attempts);
}
