namespace Serverless.Core.UrlShortening.Idempotency;

/// <summary>Requests to make links, by the hash of their idempotency key.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface ILinkRequestStore
{
    /// <summary>Parts that are cleaned up one after the other.</summary>
    const int Parts = 64;

    Task<LinkRequest?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Stores a request if there is none of its id; false if there is.</summary>
    Task<bool> TryAddAsync(LinkRequest request, CancellationToken cancellationToken);

    /// <summary>Replaces the request whose <see cref="LinkRequest.ETag"/> was read; false if it has changed since.</summary>
    Task<bool> TryReplaceAsync(LinkRequest request, CancellationToken cancellationToken);

    /// <summary>Removes requests of a part that came before a time, up to 1,000.</summary>
    /// <param name="part">0-63.</param>
    Task RemoveAsync(int part, DateTimeOffset before, CancellationToken cancellationToken);
}
