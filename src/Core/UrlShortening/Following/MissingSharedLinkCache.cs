namespace Serverless.Core.UrlShortening.Following;

/// <summary>Stands for the shared cache where none is configured: what others change is then seen when entries end.</summary>
public sealed class MissingSharedLinkCache : ISharedLinkCache
{
    public TimeSpan Lifetime => TimeSpan.Zero;

    public ValueTask<SharedLink> FindAsync(string key) => default;

    public ValueTask<bool> TryAddAsync(LinkTarget target, DateTimeOffset until, long askedAt) => new(true);

    public Task<bool> InvalidateAsync(string key) => Task.FromResult(true);

    public Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken)
    {
        listening();
        return Task.CompletedTask;
    }
}
