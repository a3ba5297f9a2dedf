namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Remembers which of the application's own rules were made once, so that one which was deleted stays deleted.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IOwnLimitMarks
{
    /// <summary>Ids of the rules that were made.</summary>
    Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Marks a rule as made; no harm if it is marked.</summary>
    Task AddAsync(string id, CancellationToken cancellationToken);
}
