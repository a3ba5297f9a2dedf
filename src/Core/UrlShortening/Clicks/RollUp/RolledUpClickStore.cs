namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>
/// Clicks that go through buckets into rows, where there are buckets, and otherwise straight into a store; what either way has
/// left is read together, so that a deployment may change its way.
/// </summary>
/// <remarks>
/// Buckets are read before rows. A bucket says which runs it may still hold the clicks of, and of those nothing is taken from the
/// rows: so clicks that are rolled up between the two reads are counted once. Before a bucket's first run nothing says so, and
/// whether that began meanwhile is asked afterwards.
/// </remarks>
/// <param name="direct">Where clicks go without buckets, and went in earlier versions.</param>
/// <param name="buckets">Null for none.</param>
public sealed class RolledUpClickStore(IClickStore direct, IClickRows rows, IClickBuckets? buckets = null) : IClickStore
{
    /// <inheritdoc/>
    public Task AddAsync(ClickBatch batch, CancellationToken cancellationToken) =>
        buckets is null ? direct.AddAsync(batch, cancellationToken) : buckets.AddAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public async Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        if (buckets is not null)
        {
            await buckets.RemoveAsync(key, nonce, cancellationToken);
        }

        await Task.WhenAll(rows.RemoveAsync(key, nonce, cancellationToken), direct.RemoveAsync(key, nonce, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        if (buckets is null)
        {
            return await ListAsync(key, nonce, new BufferedClicks([], null), cancellationToken);
        }

        var buffered = await buckets.FindAsync(key, nonce, cancellationToken);
        var days = await ListAsync(key, nonce, buffered, cancellationToken);
        return buffered is { Before: null, Days.Count: > 0 } && await buckets.FindAsync(key, nonce, cancellationToken) is { Before: not null } begun
            ? await ListAsync(key, nonce, begun, cancellationToken)
            : days;
    }

    private async Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, BufferedClicks buffered, CancellationToken cancellationToken)
    {
        var stored = await Task.WhenAll(rows.ListAsync(key, nonce, buffered.Before, cancellationToken), direct.ListAsync(key, nonce, cancellationToken));
        return [.. buffered.Days, .. stored.SelectMany(days => days)];
    }
}
