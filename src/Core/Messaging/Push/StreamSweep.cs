using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Finds messages whose wake-ups got lost: a stream in which some cursor is behind is fanned out again. Only active streams
/// are looked at, with two reads each.
/// </summary>
public sealed class StreamSweep(IMessageLog log, ISubscriptionCursors cursors, IWorkQueue queue, TimeProvider time)
{
    /// <summary>A stream that was written to more recently has a wake-up on its way.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromSeconds(60);

    private const int Page = 1_000;
    private const int Requests = 16;

    /// <returns>How many streams were fanned out.</returns>
    /// <exception cref="Storage.StoreUnavailableException">A store did not answer; the next run does the rest.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        StreamId? after = null;
        IReadOnlyList<StreamId> page;
        do
        {
            page = await log.ListActiveAsync(after, Page, cancellationToken);
            await BoundedParallel.ForEachAsync(page, Requests, SweepAsync, cancellationToken);
            after = page.Count > 0 ? page[^1] : after;
        }
        while (page.Count == Page);

        return sent;

        async Task SweepAsync(StreamId stream)
        {
            if (await IsBehindAsync(stream, cancellationToken))
            {
                await queue.SendAsync(FanOutQueue.Name, new FanOutMessage(stream, IsCheck: true).ToString(), TimeSpan.Zero, cancellationToken);
                Interlocked.Increment(ref sent);
            }
        }
    }

    // A stream with a cursor of its own name holds a subscription's dead letters, which wait for nobody.
    private async Task<bool> IsBehindAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var head = (await log.FindHeadAsync(stream, cancellationToken)).Head;
        return time.GetUtcNow() - head.CommittedAt >= Recent
            && (await cursors.FindFloorsAsync(stream, cancellationToken)).Any(cursor => cursor.Value < head.Next && cursor.Key != stream.TopicId);
    }
}
