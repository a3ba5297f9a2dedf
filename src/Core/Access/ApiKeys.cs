using System.Security.Cryptography;
using BitFaster.Caching.Lru;
using Serverless.Core.Storage;

namespace Serverless.Core.Access;

/// <summary>Creates, recognises, rotates and revokes API keys.</summary>
public sealed class ApiKeys(
    IApiKeyStore store,
    AdminKey admin,
    ApiKeyUses uses,
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
        var id = ApiKeySecret.IdOf(secret, hash);
        var caller = byConfiguration ?? await FindAsync(id, hash, cancellationToken);
        if (caller is not null)
        {
            secrets.AddOrUpdate(secret, new RecognisedSecret(hash, id, byConfiguration));
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
        var key = Draft(request, ApiKeySecret.IdOf(hash), hash);
        return await retry.RunAsync(token => AddAsync(key, token), cancellationToken) == key
            ? new NewApiKey(key, secret)
            : throw new InvalidOperationException("Two API keys share 96 bits of their hashes.");
    }

    /// <summary>Makes the key of a request that has a name, of which one is made until it is revoked.</summary>
    /// <param name="name">Of the request, among all requests of its caller.</param>
    /// <returns>The key; where a request of that name has made one before, that one without its secret.</returns>
    /// <inheritdoc cref="CreateAsync(ApiKeyRequest, CancellationToken)"/>
    public async Task<NewApiKey> CreateOnceAsync(ApiKeyRequest request, Caller caller, string name, CancellationToken cancellationToken)
    {
        var id = ApiKeySecret.IdFor($"{caller.Owner}\n{name}");
        var secret = ApiKeySecret.Generate(id, random);
        var key = Draft(request, id, ApiKeySecret.Hash(secret));
        var stored = await retry.RunAsync(token => AddAsync(key, token), cancellationToken);
        if (stored != key)
        {
            return new NewApiKey(stored, Secret: null);
        }

        // One of that id may have been revoked here a moment ago.
        cache.Add(key);
        return new NewApiKey(key, secret);
    }

    /// <summary>Gives a key another secret. The old one holds on for a while, any older one no more. Elsewhere what is refused from now on may be taken for 60 s.</summary>
    /// <param name="overlap">How long the old secret holds.</param>
    /// <returns>Null when there is no such key, or it has expired.</returns>
    /// <exception cref="StoreUnavailableException">The store did not answer; the key may have a secret that nobody knows, beside the old one for that while.</exception>
    public async Task<NewApiKey?> RotateAsync(string id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var secret = ApiKeySecret.Generate(id, random);
        var hash = ApiKeySecret.Hash(secret);
        var rotated = await retry.RunAsync(RotateOnceAsync, cancellationToken);
        if (rotated is null)
        {
            return null;
        }

        cache.Change(rotated);
        return new NewApiKey(rotated, secret);

        async ValueTask<ApiKey?> RotateOnceAsync(CancellationToken token)
        {
            var now = time.GetUtcNow();
            var current = await store.FindAsync(id, token);
            if (current is null || current.IsExpired(now) || current.Hash == hash)
            {
                // With that hash an earlier attempt was stored, only its answer got lost.
                return current?.IsExpired(now) == true ? null : current;
            }

            var next = current with { Hash = hash, PreviousHash = current.Hash, PreviousUntil = (now + overlap).ToMilliseconds() };
            return await store.TryChangeSecretAsync(current, next, token) ? next : throw new WriteConflictException();
        }
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

    private async ValueTask<Caller?> FindAsync(string id, string hash, CancellationToken cancellationToken)
    {
        var entry = cache.Find(id) ?? cache.Fill(id, await store.FindAsync(id, cancellationToken));
        return CallerOf(entry, hash)
            ?? (cache.MayHaveChanged(entry) ? CallerOf(cache.Refill(id, entry, await store.FindAsync(id, cancellationToken)), hash) : null);
    }

    private Caller? CallerOf(CachedApiKey entry, string hash)
    {
        var now = time.GetUtcNow();
        if (entry.Key is not { } key || !key.Accepts(hash, now))
        {
            return null;
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (entry.IsFirstUse(today))
        {
            uses.Note(key.Id, today);
        }

        return entry.Caller;
    }

    private ApiKey Draft(ApiKeyRequest request, string id, string hash) => new()
    {
        Id = id,
        Hash = hash,
        Owner = request.Owner!,
        Scopes = [.. request.Scopes!.Distinct(StringComparer.Ordinal).Select(Scope.Parse)],
        CreatedAt = time.GetUtcNow().ToMilliseconds(),
        ExpiresAt = request.ExpiresAt?.ToMilliseconds(),
    };

    /// <returns>The key itself, or another one that has its id.</returns>
    private async ValueTask<ApiKey> AddAsync(ApiKey key, CancellationToken cancellationToken)
    {
        if (await store.TryAddAsync(key, cancellationToken))
        {
            return key;
        }

        // With our hash an earlier attempt was stored, only its answer got lost.
        var found = await store.FindAsync(key.Id, cancellationToken) ?? throw new WriteConflictException();
        return found.Hash == key.Hash ? key : found;
    }

    /// <param name="Operator">Whose secret it is, if it is the one from configuration, which stays as it is; else null.</param>
    private sealed record RecognisedSecret(string Hash, string Id, Caller? Operator);
}

/// <summary>A key as it is created, or has got another secret.</summary>
/// <param name="Secret">It can't be had again; null where the key was made before.</param>
public sealed record NewApiKey(ApiKey Key, string? Secret);
