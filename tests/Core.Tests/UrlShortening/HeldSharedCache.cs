using System.Threading.Channels;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>A shared cache whose answers and writes can be held back or lost, as a network would.</summary>
public sealed class HeldSharedCache(ISharedLinkCache inner) : ISharedLinkCache
{
    private readonly Channel<string> heard = Channel.CreateUnbounded<string>();
    private Gate? nextFind;
    private Gate? nextAdd;

    /// <summary>Takes invalidations instead; null for the cache itself.</summary>
    public ISharedLinkCache? MarksTo { get; set; }

    /// <summary>For how many milliseconds more of the cache's own time additions are held up.</summary>
    public long HeldFor { get; set; }

    /// <summary>What the listener is told when it may have missed something.</summary>
    public Action? Missed { get; private set; }

    public TimeSpan Lifetime => inner.Lifetime;

    public Gate HoldNextFound() => nextFind = new Gate();

    public Gate HoldNextAdd() => nextAdd = new Gate();

    /// <summary>Completes when one more invalidation has been heard and applied.</summary>
    public Task HearAsync() => heard.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Gate.SafetyNet);

    public async ValueTask<SharedLink> FindAsync(string key)
    {
        var found = await inner.FindAsync(key);
        await Gate.PassAsync(ref nextFind);
        return found;
    }

    public async ValueTask<bool> TryAddAsync(LinkTarget target, DateTimeOffset until, long askedAt)
    {
        await Gate.PassAsync(ref nextAdd);
        return await inner.TryAddAsync(target, until, askedAt - HeldFor);
    }

    public Task<bool> InvalidateAsync(string key) => (MarksTo ?? inner).InvalidateAsync(key);

    public Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken)
    {
        Missed = missed;
        return inner.ListenAsync(
            key =>
            {
                invalidated(key);
                heard.Writer.TryWrite(key);
            },
            missed,
            listening,
            cancellationToken);
    }
}
