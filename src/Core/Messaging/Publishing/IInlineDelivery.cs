namespace Serverless.Core.Messaging.Publishing;

/// <summary>Delivers to endpoints in the process that has published, without the way over the queue.</summary>
public interface IInlineDelivery
{
    /// <summary>Whether this process delivers at all.</summary>
    bool IsOn { get; }

    /// <summary>
    /// To be called after a commit to the stream. It waits for no delivery: what it begins goes on by itself, and what it can't
    /// begin now has its wake-up in the queue.
    /// </summary>
    /// <returns>Whom it did not look at, to be woken by fan-out; null for nobody.</returns>
    /// <exception cref="Storage.StoreUnavailableException">A store does not answer: somebody may not have been woken.</exception>
    /// <param name="next">The stream's next number since.</param>
    Task<FanOutMessage?> OfferAsync(StreamId stream, long next);
}
