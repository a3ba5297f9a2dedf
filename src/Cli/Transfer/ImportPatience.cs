using Serverless.Client;

namespace Serverless.Cli.Transfer;

/// <summary>Waits between attempts, longer each time, until it has lasted too long.</summary>
internal sealed class ImportPatience(TimeSpan patience, TimeSpan first, TimeSpan longest, TimeProvider time)
{
    private TimeSpan next = first;
    private long? began;

    /// <param name="failure">Why; null where some of a batch failed.</param>
    /// <param name="atLeast">What the service asks for; null for nothing.</param>
    /// <exception cref="ServerlessException">It has lasted too long.</exception>
    public async Task WaitAsync(ServerlessException? failure, TimeSpan? atLeast, CancellationToken cancellationToken)
    {
        began ??= time.GetTimestamp();
        if (time.GetElapsedTime(began.Value) > patience)
        {
            throw failure ?? new ServerlessException("The service keeps failing at some of the links.", null);
        }

        await Task.Delay(atLeast > next ? atLeast.Value : next, time, cancellationToken);
        next = next * 2 < longest ? next * 2 : longest;
    }
}
