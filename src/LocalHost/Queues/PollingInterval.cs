namespace Serverless.LocalHost.Queues;

/// <summary>How long to leave an idle queue alone: a tenth of a second at first, doubled each time.</summary>
internal sealed class PollingInterval
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private TimeSpan next = First;

    public void Reset()
    {
        lock (gate)
        {
            next = First;
        }
    }

    public TimeSpan Next(TimeSpan atMost)
    {
        lock (gate)
        {
            var current = next < atMost ? next : atMost;
            next = next * 2 < Longest ? next * 2 : Longest;
            return current;
        }
    }
}
