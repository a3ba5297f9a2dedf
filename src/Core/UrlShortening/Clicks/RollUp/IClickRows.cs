namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>Rolled up clicks: for each issue of a key, day and run what that run took out of a bucket.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IClickRows
{
    /// <summary>Writes what a run took out; written again, it is what it was. When it throws, some may have been written.</summary>
    /// <param name="clicks">Of keys of the bucket, each issue once.</param>
    Task WriteAsync(int bucket, long run, IReadOnlyList<LinkClicks> clicks, CancellationToken cancellationToken);

    /// <summary>All clicks on one issue of a key, in no order; a day may come several times.</summary>
    /// <param name="before">Leaves out what this run and later ones wrote; null for none.</param>
    Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, long? before, CancellationToken cancellationToken);

    /// <summary>Removes all clicks on one issue of a key; there need be none.</summary>
    Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken);
}
