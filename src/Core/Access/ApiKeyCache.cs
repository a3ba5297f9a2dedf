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

    /// <summary>Another secret of a key that is known may be one that it was given meanwhile: it is read again for that, no oftener than this.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly ConcurrentLru<string, CachedApiKey> known = new(Capacity);
    private readonly ConcurrentLru<string, CachedApiKey> unknown = new(Capacity);

    /// <summary>What is believed of an id; null when it has to be read.</summary>
    public CachedApiKey? Find(string id) => Fresh(known, id) ?? Fresh(unknown, id);

    /// <summary>Whether what is believed of a key is old enough to be read again for a secret that it does not know.</summary>
    public bool MayHaveChanged(CachedApiKey entry) => entry.Key is not null && entry.Until - time.GetUtcNow() <= KnownFor - Settled;

    /// <summary>Remembers what was read, unless the key has been changed or revoked here since.</summary>
    public CachedApiKey Fill(string id, ApiKey? key)
    {
        var now = time.GetUtcNow();
        return key is null
            ? unknown.GetOrAdd(id, static (_, entry) => entry, new CachedApiKey(null, now + UnknownFor))
            : known.GetOrAdd(id, static (_, added) => added, new CachedApiKey(key, now + KnownFor));
    }

    /// <summary>Remembers what was read in place of an earlier entry, unless another has taken that one's place.</summary>
    public CachedApiKey Refill(string id, CachedApiKey earlier, ApiKey? key)
    {
        known.TryRemove(new KeyValuePair<string, CachedApiKey>(id, earlier));
        return Fill(id, key);
    }

    /// <summary>Remembers a key that was made here.</summary>
    public void Add(ApiKey key)
    {
        lock (gate)
        {
            known.AddOrUpdate(key.Id, new CachedApiKey(key, time.GetUtcNow() + KnownFor));
        }
    }

    /// <summary>Remembers a key that was changed here, unless it has been revoked here, even if a read that began earlier still finds it as it was.</summary>
    public void Change(ApiKey key)
    {
        lock (gate)
        {
            if (Fresh(known, key.Id) is not { Key: null })
            {
                known.AddOrUpdate(key.Id, new CachedApiKey(key, time.GetUtcNow() + KnownFor));
            }
        }
    }

    /// <summary>Refuses the key from now on, even if a read that began earlier still finds it.</summary>
    public void Revoke(string id)
    {
        lock (gate)
        {
            known.AddOrUpdate(id, new CachedApiKey(null, time.GetUtcNow() + KnownFor));
        }
    }

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
/// <param name="key">Null when there was no such key, or it was revoked here.</param>
internal sealed class CachedApiKey(ApiKey? key, DateTimeOffset until)
{
    private int usedOn = key?.LastUsedOn?.DayNumber ?? 0;

    public ApiKey? Key => key;

    /// <summary>The key's holder, made once; null with <see cref="Key"/>.</summary>
    public Caller? Caller { get; } = key is null ? null : new Caller(key.Id, key.Owner, key.Scopes);

    public DateTimeOffset Until => until;

    /// <summary>Whether a use on that day is not known yet; for one of those who ask.</summary>
    public bool IsFirstUse(DateOnly day)
    {
        var before = usedOn;
        return before < day.DayNumber && Interlocked.CompareExchange(ref usedOn, day.DayNumber, before) == before;
    }
}
