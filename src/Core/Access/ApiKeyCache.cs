using BitFaster.Caching.Lru;

namespace Serverless.Core.Access;

/// <summary>
/// Keeps API keys in memory: known ones for a minute, unknown ones for ten seconds. Unknown ids have a space of their own,
/// so that guessing evicts no key in use.
/// </summary>
internal sealed class ApiKeyCache(TimeProvider time)
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrentLru<string, CachedApiKey> known = new(Capacity);
    private readonly ConcurrentLru<string, CachedApiKey> unknown = new(Capacity);

    /// <summary>What is believed of an id; null when it has to be read.</summary>
    public CachedApiKey? Find(string id) => Fresh(known, id) ?? Fresh(unknown, id);

    /// <summary>Remembers what was read, unless the key has been revoked here since.</summary>
    public CachedApiKey Fill(string id, ApiKey? key)
    {
        var now = time.GetUtcNow();
        if (key is null)
        {
            return unknown.GetOrAdd(id, static (_, entry) => entry, new CachedApiKey(null, null, now + UnknownFor));
        }

        var entry = new CachedApiKey(key, new Caller(key.Id, key.Owner, key.Scopes), now + KnownFor);
        return known.GetOrAdd(id, static (_, added) => added, entry);
    }

    /// <summary>Refuses the key from now on, even if a read that began earlier still finds it.</summary>
    public void Revoke(string id) => known.AddOrUpdate(id, new CachedApiKey(null, null, time.GetUtcNow() + KnownFor));

    private CachedApiKey? Fresh(ConcurrentLru<string, CachedApiKey> entries, string id)
    {
        if (!entries.TryGet(id, out var entry))
        {
            return null;
        }

        if (time.GetUtcNow() < entry.Until)
        {
            return entry;
        }

        entries.TryRemove(new KeyValuePair<string, CachedApiKey>(id, entry));
        return null;
    }
}

/// <summary>What was last known of an API key id, and until when that may be believed.</summary>
/// <param name="Key">Null when there was no such key, or it was revoked here.</param>
/// <param name="Caller">The key's holder, made once; null with <paramref name="Key"/>.</param>
internal sealed record CachedApiKey(ApiKey? Key, Caller? Caller, DateTimeOffset Until);
