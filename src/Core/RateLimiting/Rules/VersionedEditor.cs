using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Replaces and deletes documents whatever others do at the same time, and though the store's answers get lost.</summary>
/// <param name="nameOf">What the store knows a document by.</param>
/// <param name="revisionOf">Differs between any two states of a document.</param>
internal sealed class VersionedEditor<T>(IVersionedStore<T> store, StoreRetry retry, Func<T, string> nameOf, Func<T, string> revisionOf)
    where T : class
{
    /// <summary>Stores a document in place of the one of that name; true when there was none.</summary>
    /// <param name="replacing">Sees what is to be replaced, and throws if it must not be.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; the document may have been stored.</exception>
    public async Task<bool> PutAsync(T document, Action<T> replacing, CancellationToken cancellationToken)
    {
        var isNew = false;
        await retry.RunAsync(
            async token =>
            {
                var current = await store.FindAsync(nameOf(document), token);
                if (current is not null && revisionOf(current.Value) == revisionOf(document))
                {
                    // An earlier attempt succeeded and its answer got lost.
                    return true;
                }

                isNew = current is null;
                if (current is not null)
                {
                    replacing(current.Value);
                }

                return await (current is null ? store.TryAddAsync(document, token) : store.TryReplaceAsync(current, document, token))
                    ? true
                    : throw new WriteConflictException();
            },
            cancellationToken);
        return isNew;
    }

    /// <summary>Deletes a document; false when there was none.</summary>
    /// <param name="deleting">Sees what is to be deleted, and throws if it must not be.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; the document may be gone.</exception>
    public async Task<bool> DeleteAsync(string name, Action<T> deleting, CancellationToken cancellationToken)
    {
        var isUnanswered = false;
        return await retry.RunAsync(
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
    }
}
