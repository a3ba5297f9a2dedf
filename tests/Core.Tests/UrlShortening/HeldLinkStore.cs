using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Counts reads of rows, and can hold the answer of one back after it was read.</summary>
public sealed class HeldLinkStore(ILinkStore inner) : InterposedLinkStore(inner)
{
    private Gate? next;
    private int reads;

    public int Reads => Volatile.Read(ref reads);

    public Gate HoldNextRead() => next = new Gate();

    public override async Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        var found = await Inner.FindAsync(key, cancellationToken);
        await Gate.PassAsync(ref next);
        return found;
    }
}
