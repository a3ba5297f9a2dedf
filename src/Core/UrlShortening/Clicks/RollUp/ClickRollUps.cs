using Microsoft.Extensions.Options;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>
/// Has buckets rolled up, a queue message each: every minute those whose turn it is in that minute of the interval, and of them
/// those that hold something, so that the load is even and an idle deployment does no work.
/// </summary>
public sealed class ClickRollUps(IWorkQueue queue, IOptions<LinksOptions> options, TimeProvider time, IClickBuckets? buckets = null)
{
    /// <summary>The queue of runs; a message that is lost or poisoned is made up for by the bucket's next one.</summary>
    public const string Queue = "click-buckets";

    private const int MaxAtOnce = 16;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private long? last;

    /// <summary>Sends the messages, spread over the coming minute, and returns how many. Minutes that were missed since this process last ran are made up for.</summary>
    /// <exception cref="StoreUnavailableException">Redis or the queue does not answer; what was not sent has its turn again.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (buckets is null)
        {
            return 0;
        }

        var interval = (long)options.Value.RollUpEvery.TotalMinutes;
        var now = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var sent = 0;
        for (var minute = Math.Max(last + 1 ?? now, now - interval + 1); minute <= now; minute++)
        {
            sent += await SendAsync(buckets, minute, interval, cancellationToken);
            last = minute;
        }

        return sent;
    }

    private async Task<int> SendAsync(IClickBuckets from, long minute, long interval, CancellationToken cancellationToken)
    {
        var turn = Enumerable.Range(0, LinkShard.Buckets).Where(bucket => bucket % interval == minute % interval).ToArray();
        var used = await from.FindUsedAsync(turn, cancellationToken);
        await Parallel.ForEachAsync(
            used.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
            async (bucket, token) => await queue.SendAsync(
                Queue, new ClickRun(bucket.Item, minute - (minute % interval)).ToString(), Minute * bucket.Index / used.Count, token));
        return used.Count;
    }
}
