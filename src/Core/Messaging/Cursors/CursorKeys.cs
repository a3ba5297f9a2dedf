using BitFaster.Caching.Lru;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The keys that ack ids are signed with. A cursor's never changes, so it is read once.</summary>
public sealed class CursorKeys(ICursorStore cursors)
{
    private const int Capacity = 10_000;

    private readonly ConcurrentLru<CursorId, byte[]> keys = new(Capacity);

    /// <summary>Null when there is no such cursor.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<byte[]?> FindAsync(CursorId id, CancellationToken cancellationToken)
    {
        if (keys.TryGet(id, out var known))
        {
            return known;
        }

        if (await cursors.FindAsync(id, cancellationToken) is not { } cursor)
        {
            return null;
        }

        byte[] key = [.. cursor.State.AckKey];
        keys.AddOrUpdate(id, key);
        return key;
    }
}
