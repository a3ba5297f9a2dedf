using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Log;

/// <summary>Closes the streams of what is being deleted, and tells those apart that are, so that nothing is acknowledged any more that nobody will read.</summary>
public sealed class StreamCloser(IMessageLog log, StoreRetry retry, TimeProvider time)
{
    /// <summary>Closes a stream for good; one that nothing was published to yet begins closed. No harm if repeated.</summary>
    /// <exception cref="WriteConflictException">Others wrote to it all the while.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task CloseAsync(StreamId stream, CancellationToken cancellationToken) =>
        await retry.RunAsync(token => AttemptAsync(stream, token), cancellationToken);

    /// <summary>Whether a stream was closed before this was asked.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<bool> IsClosedAsync(StreamId stream, CancellationToken cancellationToken) =>
        (await log.ConfirmHeadAsync(stream, cancellationToken)).Head.ClosedAt is not null;

    private async ValueTask<StoredHead> AttemptAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var current = await log.FindHeadAsync(stream, cancellationToken);
        if (current.Head.ClosedAt is not null)
        {
            return current;
        }

        // Nobody delivers or trims what is closed: what it holds is purged.
        var closed = current.Head with { ClosedAt = time.GetUtcNow().ToMilliseconds(), Active = false };
        return await log.TryReplaceHeadAsync(current, closed, cancellationToken) ?? throw new WriteConflictException();
    }
}
