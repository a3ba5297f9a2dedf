using System.Text.Json;
using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>
/// Reads documents of one kind, and changes them whatever others do at the same time and though the store's answers get
/// lost: stored first, then copied to where instances look.
/// </summary>
public sealed class DocumentEditor<T>(DocumentType<T> type, IDocumentStore store, UnreadableDocuments unreadable, RulePublication publication, StoreRetry retry)
    where T : class
{
    /// <exception cref="JsonException">It is there, but can't be read.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    public async Task<T?> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAsync(type.Kind, name, cancellationToken) is { } found ? type.Read(found.Text) : null;

    /// <summary>Those that can be read. See <see cref="IDocumentStore.ListAsync"/>.</summary>
    public Task<IReadOnlyList<T>> ListAsync(string? api, string? after, int limit, CancellationToken cancellationToken) =>
        unreadable.ListAsync(type, store, api, after, limit, cancellationToken);

    /// <summary>Stores a document in place of the one of that name, whatever that is.</summary>
    /// <inheritdoc cref="PutAsync(string, Func{T, T}, Precondition, CancellationToken)"/>
    public Task<(T Stored, bool IsNew)> PutAsync(string name, Func<T?, T> make, CancellationToken cancellationToken) =>
        PutAsync(name, make, Precondition.None, cancellationToken);

    /// <summary>Stores a document in place of the one of that name.</summary>
    /// <param name="make">Makes it of what is to be replaced, null for nothing; throws if that must not be replaced. Always of one revision, which is new.</param>
    /// <param name="precondition">What the revision has to be of what is to be replaced.</param>
    /// <returns>What was stored, and whether there was none before.</returns>
    /// <exception cref="PreconditionFailedException">It is not met; nothing was stored.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the document may have been stored.</exception>
    public async Task<(T Stored, bool IsNew)> PutAsync(string name, Func<T?, T> make, Precondition precondition, CancellationToken cancellationToken)
    {
        var isNew = false;
        var stored = await retry.RunConditionallyAsync(
            async token =>
            {
                var current = await store.FindAsync(type.Kind, name, token);
                var replaced = current is null ? null : type.Read(current.Text);
                var next = make(replaced);
                if (replaced is not null && type.RevisionOf(replaced) == type.RevisionOf(next))
                {
                    // An earlier attempt succeeded and its answer got lost.
                    return replaced;
                }

                precondition.Require(replaced is null ? null : type.RevisionOf(replaced));
                isNew = current is null;
                var isStored = current is null
                    ? await store.TryAddAsync(type.Kind, name, type.ApiOf(next), type.Write(next), token)
                    : await store.TryReplaceAsync(type.Kind, current, type.ApiOf(next), type.Write(next), token);
                return isStored ? next : throw new WriteConflictException();
            },
            cancellationToken);
        await publication.PublishAsync(type, name, stored, cancellationToken);
        return (stored, isNew);
    }

    /// <summary>Stores a document if its name is free; false if it is taken.</summary>
    public async Task<bool> TryAddAsync(T document, CancellationToken cancellationToken)
    {
        var name = type.NameOf(document);
        if (!await store.TryAddAsync(type.Kind, name, type.ApiOf(document), type.Write(document), cancellationToken))
        {
            return false;
        }

        await publication.PublishAsync(type, name, document, cancellationToken);
        return true;
    }

    /// <summary>Deletes a document, whatever it is; false when there was none.</summary>
    /// <inheritdoc cref="DeleteAsync(string, Action{T}, Precondition, CancellationToken)"/>
    public Task<bool> DeleteAsync(string name, Action<T> deleting, CancellationToken cancellationToken) =>
        DeleteAsync(name, deleting, Precondition.None, cancellationToken);

    /// <summary>Deletes a document; false when there was none.</summary>
    /// <param name="deleting">Sees what is to be deleted, and throws if it must not be.</param>
    /// <param name="precondition">What the revision has to be of what is to be deleted.</param>
    /// <exception cref="PreconditionFailedException">It is not met; nothing was deleted.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the document may be gone.</exception>
    public async Task<bool> DeleteAsync(string name, Action<T> deleting, Precondition precondition, CancellationToken cancellationToken)
    {
        var isUnanswered = false;
        var isDeleted = await retry.RunConditionallyAsync(
            async token =>
            {
                if (await store.FindAsync(type.Kind, name, token) is not { } current)
                {
                    // After an attempt of which nothing is known, that there is none may be our own doing.
                    return isUnanswered;
                }

                var found = type.Read(current.Text);
                deleting(found);
                precondition.Require(type.RevisionOf(found));
                isUnanswered = true;
                var deleted = await store.TryDeleteAsync(type.Kind, current, token);
                isUnanswered = false;
                return deleted ? true : throw new WriteConflictException();
            },
            cancellationToken);
        if (isDeleted)
        {
            await publication.PublishAsync(type, name, null, cancellationToken);
        }

        return isDeleted;
    }
}
