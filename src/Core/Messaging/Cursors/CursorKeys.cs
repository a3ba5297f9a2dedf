using BitFaster.Caching.Lru;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The keys that ack ids are signed with. A cursor's never changes, so it is read once.</summary>
public sealed class CursorKeys(ICursorStore cursors)
{
    private const int Capacity = 10_000;

    private readonly ConcurrentLru<CursorId, AckIdSigner> signers = new(Capacity);

    /// <summary>Null when there is no such cursor.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<AckIdSigner?> FindAsync(CursorId id, CancellationToken cancellationToken)
    {
        if (signers.TryGet(id, out var known))
        {
            return known;
        }

        if (await cursors.FindAsync(id, cancellationToken) is not { } cursor)
        {
            return null;
        }

        var signer = new AckIdSigner(id, cursor.State.AckKey.AsSpan());
        signers.AddOrUpdate(id, signer);
        return signer;
    }
}
