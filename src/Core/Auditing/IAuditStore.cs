namespace Serverless.Core.Auditing;

/// <summary>Records of changes, by day (UTC).</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IAuditStore
{
    /// <summary>Stores a record, or replaces the one of the same time and id: done twice, it is done once.</summary>
    Task PutAsync(AuditRecord record, CancellationToken cancellationToken);

    /// <summary>Records that are not older than <paramref name="since"/>, the newest first, those of one time by id (ordinal).</summary>
    /// <param name="after">Where the page before ended; null for the start.</param>
    /// <param name="limit">At most so many, 1-1,001; fewer only at the end.</param>
    Task<IReadOnlyList<AuditRecord>> ListAsync(DateTimeOffset since, AuditPlace? after, int limit, CancellationToken cancellationToken);

    /// <summary>Removes records of the days before <paramref name="day"/>, in no order.</summary>
    /// <param name="limit">At most so many, 1-100.</param>
    /// <returns>How many there were: less than <paramref name="limit"/> only when none is left.</returns>
    Task<int> RemoveAsync(DateOnly day, int limit, CancellationToken cancellationToken);
}
