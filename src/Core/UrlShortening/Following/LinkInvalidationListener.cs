using Microsoft.Extensions.Hosting;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>Listens to the other instances' invalidations while the app runs.</summary>
public sealed class LinkInvalidationListener(ISharedLinkCache shared, LinkInvalidations invalidations) : BackgroundService
{
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it has begun to hear; the app answers before.</summary>
    public Task Listening => listening.Task;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        shared.ListenAsync(invalidations.Receive, invalidations.ReceiveAll, () => listening.TrySetResult(), stoppingToken);
}
