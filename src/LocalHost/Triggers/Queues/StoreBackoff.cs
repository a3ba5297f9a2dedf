namespace Serverless.LocalHost.Triggers.Queues;

/// <summary>Spaces the attempts on a store that fails: a second at first, doubled each time up to half a minute.</summary>
internal sealed class StoreBackoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan delay = First;

    public void Reset() => delay = First;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var current = delay;
        delay = current * 2 < Longest ? current * 2 : Longest;
        return Task.Delay(current, time, cancellationToken);
    }
}
