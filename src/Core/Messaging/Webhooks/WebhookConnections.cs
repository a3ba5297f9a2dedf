using Serverless.Core.Network;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>The connections that webhook requests go through: to allowed addresses only, a bounded number to each host.</summary>
public sealed class WebhookConnections : IDisposable
{
    /// <summary>To one host and port, for all subscriptions whose endpoints it has.</summary>
    public const int MaxConnectionsPerHost = 64;

    private const int MaxIgnoredBytes = 64 * 1024;
    private const int MaxHeadersKilobytes = 32;
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    public WebhookConnections(GuardedConnections guarded)
    {
        Handler = guarded.CreateHandler(handler =>
        {
            handler.MaxConnectionsPerServer = MaxConnectionsPerHost;
            // A short answer is read to its end so that its connection can be used again; a long one costs its connection.
            handler.MaxResponseDrainSize = MaxIgnoredBytes;
            handler.ResponseDrainTimeout = DrainTimeout;
            handler.MaxResponseHeadersLength = MaxHeadersKilobytes;
            // The trace that goes out is the publisher's, and no baggage of ours.
            handler.ActivityHeadersPropagator = null;
        });
    }

    /// <param name="handler">Takes the requests instead of a network.</param>
    public WebhookConnections(HttpMessageHandler handler) => Handler = handler;

    public HttpMessageHandler Handler { get; }

    public void Dispose() => Handler.Dispose();
}
