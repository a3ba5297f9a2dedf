namespace Serverless.Core.UrlShortening.Idempotency;

/// <summary>Removes requests that nobody is answered from any more, one part of 64 with each run: in five hours it has been everywhere.</summary>
public sealed class LinkRequestCleanUp(ILinkRequestStore requests, TimeProvider time)
{
    /// <summary>How often it runs; the time alone says whose turn it is, so that any instance can run it.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <exception cref="Storage.StoreUnavailableException">The store does not answer; another run comes.</exception>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return requests.RemoveAsync((int)(now.UtcTicks / Every.Ticks % ILinkRequestStore.Parts), now - (2 * LinkRequest.Life), cancellationToken);
    }
}
