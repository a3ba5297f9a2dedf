using System.Security.Cryptography;
using Serverless.Core.Storage;
using Serverless.Core.Time;

namespace Serverless.Core.Access;

/// <summary>Creates, recognises and revokes API keys.</summary>
public sealed class ApiKeys(
    IApiKeyStore store,
    AdminKey admin,
    StoreRetry retry,
    RandomNumberGenerator random,
    TimeProvider time)
{
    private readonly ApiKeyCache cache = new(time);

    /// <summary>The holder of the secret; null when no live key has it. A revoked key is refused at once here, elsewhere within 60 s.</summary>
    /// <exception cref="StoreUnavailableException">The key is not in memory and the store does not answer.</exception>
    public async ValueTask<Caller?> AuthenticateAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = ApiKeySecret.Hash(secret);
        if (admin.Match(hash) is { } operatorCaller)
        {
            return operatorCaller;
        }

        var id = ApiKeySecret.IdOf(hash);
        var entry = cache.Find(id) ?? cache.Fill(id, await store.FindAsync(id, cancellationToken));
        return entry.Key is { } key && ApiKeySecret.HashEquals(key.Hash, hash) && !key.IsExpired(time.GetUtcNow()) ? entry.Caller : null;
    }

    /// <param name="request">A request whose <see cref="ApiKeyRequest.Check"/> found no error.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; an unusable key may have been left behind.</exception>
    public async Task<NewApiKey> CreateAsync(ApiKeyRequest request, CancellationToken cancellationToken)
    {
        var secret = ApiKeySecret.Generate(random);
        var hash = ApiKeySecret.Hash(secret);
        var key = new ApiKey
        {
            Id = ApiKeySecret.IdOf(hash),
            Hash = hash,
            Owner = request.Owner!,
            Scopes = [.. request.Scopes!.Distinct(StringComparer.Ordinal).Select(Scope.Parse)],
            CreatedAt = time.GetUtcNow().ToMilliseconds(),
            ExpiresAt = request.ExpiresAt?.ToMilliseconds(),
        };
        return await retry.RunAsync(token => AddAsync(key, token), cancellationToken)
            ? new NewApiKey(key, secret)
            : throw new InvalidOperationException("Two API keys share 96 bits of their hashes.");
    }

    /// <summary>Keys by id, from the one that follows <paramref name="afterId"/>.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(afterId, limit, cancellationToken);

    /// <summary>Revokes a key; false if there was none.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var answered = true;
        var deleted = await retry.RunAsync(DeleteAsync, cancellationToken);
        cache.Revoke(id);
        return deleted;

        async ValueTask<bool> DeleteAsync(CancellationToken token)
        {
            try
            {
                // After an answer that got lost, "there is none" may be our own doing.
                return await store.TryDeleteAsync(id, token) || !answered;
            }
            catch (StoreUnavailableException)
            {
                answered = false;
                throw;
            }
        }
    }

    private async ValueTask<bool> AddAsync(ApiKey key, CancellationToken cancellationToken) =>
        await store.TryAddAsync(key, cancellationToken)
        || (await store.FindAsync(key.Id, cancellationToken))?.Hash == key.Hash;
}
