namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>Clicks by issue of a key and day, of people by referrer and of robots.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IClickStore
{
    /// <summary>
    /// Adds the counts. When it throws, some may have been added: the same batch is then to be sent again, before the next
    /// one of its instance, and what is there already is not added twice.
    /// </summary>
    Task AddAsync(ClickBatch batch, CancellationToken cancellationToken);

    /// <summary>Removes all clicks on one issue of a key; there need be none.</summary>
    Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken);

    /// <summary>All clicks on one issue of a key, in no order; a day may come several times.</summary>
    Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, CancellationToken cancellationToken);
}
