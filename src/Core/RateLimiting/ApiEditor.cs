using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting;

/// <summary>Changes APIs: stored first, then copied to where instances look.</summary>
public sealed class ApiEditor(IApiStore store, RulePublication publication, StoreRetry retry)
{
    public async Task<ApiDefinition?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await store.FindAsync(name, cancellationToken))?.Value;

    /// <inheritdoc cref="IApiStore.ListAsync"/>
    public Task<IReadOnlyList<ApiDefinition>> ListAsync(string? afterName, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(afterName, limit, cancellationToken);

    /// <summary>Stores an API in place of the one of that name; true when there was none.</summary>
    /// <param name="replacing">Sees what is to be replaced, and throws if it must not be.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; the API may have been stored.</exception>
    public async Task<bool> PutAsync(ApiDefinition api, Action<ApiDefinition> replacing, CancellationToken cancellationToken)
    {
        var isNew = false;
        await retry.RunAsync(
            async token =>
            {
                var current = await store.FindAsync(api.Name, token);
                if (current?.Value.Revision == api.Revision)
                {
                    // An earlier attempt succeeded and its answer got lost.
                    return true;
                }

                isNew = current is null;
                if (current is not null)
                {
                    replacing(current.Value);
                }

                return await (current is null ? store.TryAddAsync(api, token) : store.TryReplaceAsync(current, api, token))
                    ? true
                    : throw new WriteConflictException();
            },
            cancellationToken);
        await publication.PublishApiAsync(api.Name, api, cancellationToken);
        return isNew;
    }

    /// <summary>Deletes an API; false when there was none.</summary>
    /// <param name="deleting">Sees what is to be deleted, and throws if it must not be.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; the API may be gone.</exception>
    public async Task<bool> DeleteAsync(string name, Action<ApiDefinition> deleting, CancellationToken cancellationToken)
    {
        var isUnanswered = false;
        var isDeleted = await retry.RunAsync(
            async token =>
            {
                if (await store.FindAsync(name, token) is not { } current)
                {
                    // After an attempt of which nothing is known, that there is none may be our own doing.
                    return isUnanswered;
                }

                deleting(current.Value);
                isUnanswered = true;
                var deleted = await store.TryDeleteAsync(current, token);
                isUnanswered = false;
                return deleted ? true : throw new WriteConflictException();
            },
            cancellationToken);
        if (isDeleted)
        {
            await publication.PublishApiAsync(name, null, cancellationToken);
        }

        return isDeleted;
    }
}
