namespace Serverless.Core.UrlShortening.Following;

/// <summary>Makes every instance forget what it knows of a key whose row was changed.</summary>
public sealed class LinkInvalidations(LinkMemory memory, ISharedLinkCache shared, LinkMetrics metrics)
{
    /// <summary>
    /// To be called after the row was written, also when its answer got lost: here it has effect at once, elsewhere within
    /// a second. It never fails: what the shared cache does not take is outlived, as <see cref="LinkFollower"/> says.
    /// </summary>
    /// <returns>Whether the shared cache has confirmed the mark.</returns>
    public Task<bool> InvalidateAsync(string key)
    {
        memory.Invalidate(key);
        metrics.CountInvalidation(received: false);
        return shared.InvalidateAsync(key);
    }

    /// <summary>To be called when a key was issued, which may be remembered here as unknown; elsewhere it is for 5 s at most.</summary>
    public void Forget(string key) => memory.Forget(key);

    /// <summary>Another instance invalidated the key.</summary>
    internal void Receive(string key)
    {
        if (LinkKey.IsPossible(key))
        {
            memory.Invalidate(key);
            metrics.CountInvalidation(received: true);
        }
    }

    /// <summary>Others may have invalidated any key.</summary>
    internal void ReceiveAll() => memory.Clear();
}
