using Microsoft.Extensions.Logging;

namespace Serverless.Client;

/// <summary>
/// The service, from a program: short links, rate limits and messages. Made by
/// <see cref="ServerlessClientServices.AddServerlessClient"/>; safe to use from everywhere at once. Every member throws
/// <see cref="ServerlessException"/> when the service refuses, fails or does not answer, and <see cref="ArgumentException"/> for a name or id
/// that no address can hold: an empty one, <c>.</c> and <c>..</c>.
/// </summary>
public sealed class ServerlessClient
{
    private const string ReadyPath = "api/health/ready";

    private readonly ApiConnection api;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    internal ServerlessClient(ApiConnection api, TimeProvider time, ILogger logger)
    {
        (this.time, this.logger) = (time, logger);
        this.api = api;
        Links = new LinksClient(api);
        Keys = new KeysClient(api);
        Audit = new AuditClient(api);
        RateLimits = new RateLimitsClient(api);
        Topics = new TopicsClient(api);
        Subscriptions = new SubscriptionsClient(api);
    }

    /// <summary>Short links.</summary>
    public LinksClient Links { get; }

    /// <summary>Rate limits: rules, APIs and checks.</summary>
    public RateLimitsClient RateLimits { get; }

    /// <summary>Topics, and publishing to them.</summary>
    public TopicsClient Topics { get; }

    /// <summary>Subscriptions, and the commands that a consumer is made of.</summary>
    public SubscriptionsClient Subscriptions { get; }

    /// <summary>API keys: the operator's.</summary>
    public KeysClient Keys { get; }

    /// <summary>Who changed what: for the operator.</summary>
    public AuditClient Audit { get; }

    /// <summary>Whether the service can work; with a valid key also what it depends on.</summary>
    public async Task<ServiceHealth> GetHealthAsync(CancellationToken cancellationToken = default)
    {
        using var response = await api.SendAsync(HttpMethod.Get, ReadyPath, null, RetryMode.IfUnsent, cancellationToken);
        if (response.StatusCode != System.Net.HttpStatusCode.ServiceUnavailable || response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            await api.ThrowIfFailedAsync(response, cancellationToken);
        }

        return await api.ReadAsync(response, HealthJson.Web.ServiceHealth, cancellationToken);
    }

    /// <summary>
    /// The messages of a subscription, without end: waited for, fetched ahead, their leases extended while they are handled.
    /// A message is acknowledged when the loop moves on to the next one; if the loop is left instead, by an exception,
    /// <c>break</c> or cancellation, it is given back, and so is everything fetched ahead. A service that is away is waited for.
    /// </summary>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ServerlessException">The service refuses: no such subscription, no permission, messages are pushed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; everything has been given back.</exception>
    public IAsyncEnumerable<ReceivedMessage> SubscribeAsync(
        string topic, string subscription, SubscribeOptions? options = null, CancellationToken cancellationToken = default) =>
        SubscriptionStream.ReadAsync(Subscriptions, new SubscriptionPlace(topic, subscription), options ?? new SubscribeOptions(), time, logger, cancellationToken);
}
