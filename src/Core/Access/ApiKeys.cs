using System.Security.Cryptography;
using BitFaster.Caching.Lru;
using Serverless.Core.Storage;

namespace Serverless.Core.Access;

/// <summary>Creates, recognises and revokes API keys.</summary>
public sealed class ApiKeys(
    IApiKeyStore store,
    AdminKey admin,
    StoreRetry retry,
    RandomNumberGenerator random,
    TimeProvider time)
{
    private const int Recognised = 1_000;

    private readonly ApiKeyCache cache = new(time);

    // Of secrets that were recognised, so that a busy caller's is not hashed for every request.
    private readonly ConcurrentLru<string, RecognisedSecret> secrets = new(Environment.ProcessorCount, Recognised, new SecretComparer());

    /// <summary>The holder of the secret; null when no live key has it. A revoked key is refused at once here, elsewhere within 60 s.</summary>
    /// <exception cref="StoreUnavailableException">The key is not in memory and the store does not answer.</exception>
    public async ValueTask<Caller?> AuthenticateAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = ApiKeySecret.Hash(secret);
        var byConfiguration = admin.Match(hash);
        var caller = byConfiguration ?? await FindAsync(hash, cancellationToken);
        if (caller is not null)
        {
            secrets.AddOrUpdate(secret, new RecognisedSecret(hash, ApiKeySecret.IdOf(hash), byConfiguration));
        }

        return caller;
    }

    /// <summary>The holder of a secret that was recognised before and may still be believed; null when <see cref="AuthenticateAsync"/> has to be asked.</summary>
    public Caller? Find(string secret)
    {
        if (!secrets.TryGet(secret, out var known))
        {
            return null;
        }

        return known.Operator ?? (cache.Find(known.Id) is { } entry ? CallerOf(entry, known.Hash) : null);
    }

    /// <summary>Whether the secret is the one from configuration; asks no store.</summary>
    public bool IsOperator(string secret) =>
        (secrets.TryGet(secret, out var known) ? known.Operator : admin.Match(ApiKeySecret.Hash(secret))) is not null;

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

    private async ValueTask<Caller?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        var id = ApiKeySecret.IdOf(hash);
        var entry = cache.Find(id) ?? cache.Fill(id, await store.FindAsync(id, cancellationToken));
        return CallerOf(entry, hash);
    }

    private Caller? CallerOf(CachedApiKey entry, string hash) =>
        entry.Key is { } key && ApiKeySecret.HashEquals(key.Hash, hash) && !key.IsExpired(time.GetUtcNow()) ? entry.Caller : null;

    private async ValueTask<bool> AddAsync(ApiKey key, CancellationToken cancellationToken) =>
        await store.TryAddAsync(key, cancellationToken)
        || (await store.FindAsync(key.Id, cancellationToken))?.Hash == key.Hash;

    /// <param name="Operator">Whose secret it is, if it is the one from configuration, which stays as it is; else null.</param>
    private sealed record RecognisedSecret(string Hash, string Id, Caller? Operator);
}

/// <summary>A key as it is created; the secret can't be had again.</summary>
public sealed record NewApiKey(ApiKey Key, string Secret);
