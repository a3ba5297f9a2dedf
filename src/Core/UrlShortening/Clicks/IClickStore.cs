namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>Clicks by issue of a key, day and referrer.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IClickStore
{
    /// <summary>How many referrers are told apart in a row; the others of its day share <see cref="ReferrerHost.Other"/>.</summary>
    const int MaxReferrers = 20;

    /// <summary>
    /// Adds the counts. When it throws, some may have been added: the same batch is then to be sent again, before the next
    /// one of its instance, and what is there already is not added twice.
    /// </summary>
    Task AddAsync(ClickBatch batch, CancellationToken cancellationToken);

    /// <summary>Removes all clicks on one issue of a key; there need be none.</summary>
    Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken);

    /// <summary>All clicks on one issue of a key, in no order; a slot may come several times.</summary>
    Task<IReadOnlyList<ClickCount>> ListAsync(string key, string nonce, CancellationToken cancellationToken);
}
