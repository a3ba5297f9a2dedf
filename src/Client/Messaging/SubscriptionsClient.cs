namespace Serverless.Client;

/// <summary>Subscriptions, and the commands that a consumer is made of; most consumers want <see cref="ServerlessClient.SubscribeAsync"/>.</summary>
public sealed class SubscriptionsClient
{
    /// <summary>The most messages that a pull brings.</summary>
    public const int MaxPull = 100;

    /// <summary>The longest that a pull waits.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly ApiConnection api;

    internal SubscriptionsClient(ApiConnection api) => this.api = api;

    /// <summary>Makes a subscription or changes it: what is null takes its default.</summary>
    public Task<Subscription> PutAsync(string topic, string name, SubscriptionSettings settings, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Put, topic, name, settings, null, cancellationToken);

    /// <summary>Makes a subscription or changes it, where a condition is met.</summary>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<Subscription> PutAsync(string topic, string name, SubscriptionSettings settings, WriteCondition condition, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Put, topic, name, settings, condition, cancellationToken);

    /// <summary>Changes what is named and leaves the rest.</summary>
    /// <exception cref="ServerlessException">404: there is no such subscription; or another failure.</exception>
    public Task<Subscription> ChangeAsync(string topic, string name, SubscriptionSettings change, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Patch, topic, name, change, null, cancellationToken);

    /// <summary>Changes what is named and leaves the rest, where a condition is met.</summary>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<Subscription> ChangeAsync(string topic, string name, SubscriptionSettings change, WriteCondition condition, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Patch, topic, name, change, condition, cancellationToken);

    /// <summary>A subscription; null if there is none.</summary>
    public Task<Subscription?> FindAsync(string topic, string name, CancellationToken cancellationToken = default) =>
        api.FindAsync(PathOf(topic, name), MessagesJson.Web.Subscription, Tag, cancellationToken);

    /// <summary>All subscriptions of a topic.</summary>
    public IAsyncEnumerable<Subscription> ListAsync(string topic, CancellationToken cancellationToken = default) =>
        api.ListAsync($"{TopicsClient.PathOf(topic)}/subscriptions", MessagesJson.Web.PageSubscription, cancellationToken);

    /// <summary>Deletes a subscription.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(string topic, string name, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(topic, name), cancellationToken);

    /// <summary>Deletes a subscription where a condition is met.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<bool> DeleteAsync(string topic, string name, WriteCondition condition, CancellationToken cancellationToken = default) =>
        api.DeleteAsync(PathOf(topic, name), condition, cancellationToken);

    /// <summary>How a subscription is doing; null if there is none.</summary>
    public Task<SubscriptionStats?> FindStatsAsync(string topic, string name, CancellationToken cancellationToken = default) =>
        api.FindAsync($"{PathOf(topic, name)}/stats", MessagesJson.Web.SubscriptionStats, cancellationToken);

    /// <summary>Messages under a lease of the subscription's ack deadline, waited for if there are none.</summary>
    /// <param name="max">1-<see cref="MaxPull"/>.</param>
    /// <param name="wait">Up to <see cref="LongestWait"/>.</param>
    public async Task<IReadOnlyList<PulledMessage>> PullAsync(string topic, string name, int max = MaxPull, TimeSpan wait = default, CancellationToken cancellationToken = default) =>
        (await PullAsync(new SubscriptionPlace(topic, name), new PullRequest(max, wait), cancellationToken)).Messages;

    /// <summary>Says that messages are done.</summary>
    public Task<IReadOnlyList<SettledMessage>> AckAsync(string topic, string name, IReadOnlyCollection<string> ackIds, CancellationToken cancellationToken = default) =>
        SettleAsync(new SubscriptionPlace(topic, name), "ack", new SettleRequest(ackIds), cancellationToken);

    /// <summary>Gives messages back, to be delivered again.</summary>
    /// <param name="delay">After so long, up to 12 hours; null for the subscription's backoff.</param>
    /// <param name="countAttempt">False for messages that nobody has begun with: without a delay they are delivered again at once.</param>
    public Task<IReadOnlyList<SettledMessage>> NackAsync(
        string topic, string name, IReadOnlyCollection<string> ackIds, TimeSpan? delay = null, bool countAttempt = true, CancellationToken cancellationToken = default) =>
        SettleAsync(new SubscriptionPlace(topic, name), "nack", new SettleRequest(ackIds, Delay: delay, CountAttempt: countAttempt ? null : false), cancellationToken);

    /// <summary>Has leases last longer.</summary>
    /// <param name="by">So long from now, 1 second to 10 minutes.</param>
    public Task<IReadOnlyList<SettledMessage>> ExtendAsync(
        string topic, string name, IReadOnlyCollection<string> ackIds, TimeSpan by, CancellationToken cancellationToken = default) =>
        SettleAsync(new SubscriptionPlace(topic, name), "extend", new SettleRequest(ackIds, By: by), cancellationToken);

    /// <summary>Has the subscription go on from another place of the log.</summary>
    /// <returns>The time of the message that comes next.</returns>
    public Task<DateTimeOffset> SeekAsync(string topic, string name, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        SeekAsync(topic, name, UtcTimeConverter.Write(to), cancellationToken);

    /// <summary>Has the subscription go on from another place of the log.</summary>
    /// <param name="to"><c>earliest</c>, <c>latest</c> or a time such as <c>2026-11-23T10:00:00Z</c>.</param>
    /// <returns>The time of the message that comes next.</returns>
    public async Task<DateTimeOffset> SeekAsync(string topic, string name, string to, CancellationToken cancellationToken = default) => (await api.SendAsync(
        HttpMethod.Post, $"{PathOf(topic, name)}/seek", ApiConnection.Json(new SeekRequest(to), MessagesJson.Web.SeekRequest), RetryMode.Always, MessagesJson.Web.SeekAnswer, cancellationToken)).Landed;

    /// <summary>The oldest messages that are not done, of a push subscription too. Nothing is taken, and no attempt counted.</summary>
    /// <param name="max">1-100.</param>
    public Task<PeekResult> PeekAsync(string topic, string name, int max = 10, CancellationToken cancellationToken = default) => api.SendAsync(
        HttpMethod.Post, $"{PathOf(topic, name)}/peek", ApiConnection.Json(new PeekRequest(max), MessagesJson.Web.PeekRequest), RetryMode.Always, MessagesJson.Web.PeekResult, cancellationToken);

    /// <summary>What was sent to the endpoint and what came back, the newest first: the last 1,000 of 3 days.</summary>
    /// <param name="messageId">Attempts at this message alone; null for all.</param>
    /// <param name="failed">Those alone that delivered nothing.</param>
    public IAsyncEnumerable<DeliveryAttempt> ListAttemptsAsync(
        string topic, string name, string? messageId = null, bool failed = false, CancellationToken cancellationToken = default) =>
        ListAttemptsAsync(topic, name, messageId, failed, null, cancellationToken);

    /// <inheritdoc cref="ListAttemptsAsync(string, string, string?, bool, CancellationToken)"/>
    /// <param name="told">Is given what applies to a subscription that is paused or pulled.</param>
    internal IAsyncEnumerable<DeliveryAttempt> ListAttemptsAsync(
        string topic, string name, string? messageId, bool failed, Action<string>? told, CancellationToken cancellationToken)
    {
        string[] query = [.. messageId is null ? [] : new[] { $"messageId={Uri.EscapeDataString(messageId)}" }, .. failed ? ["failed=true"] : Array.Empty<string>()];
        return api.ListAsync(
            $"{PathOf(topic, name)}/attempts{(query.Length > 0 ? "?" : "")}{string.Join('&', query)}", MessagesJson.Web.PageDeliveryAttempt, told, cancellationToken);
    }

    /// <summary>Has messages delivered now that failed, or were given back, and wait for their next attempt. Attempts count on.</summary>
    /// <param name="ids">Those of messages, as they were published, at most 100; null for all.</param>
    public Task<RetryResult> RetryAsync(string topic, string name, IReadOnlyCollection<string>? ids = null, CancellationToken cancellationToken = default) => api.SendAsync(
        HttpMethod.Post, $"{PathOf(topic, name)}/retry", ApiConnection.Json(new RetryRequest(ids, ids is null ? true : null), MessagesJson.Web.RetryRequest), RetryMode.IfRefused, MessagesJson.Web.RetryResult, cancellationToken);

    /// <summary>What could not be delivered.</summary>
    public IAsyncEnumerable<DeadLetter> ListDeadLettersAsync(string topic, string name, CancellationToken cancellationToken = default) =>
        api.ListAsync($"{PathOf(topic, name)}/dead-letters", MessagesJson.Web.PageDeadLetter, cancellationToken);

    /// <summary>Has dead letters delivered again.</summary>
    /// <param name="ids">Those of <see cref="DeadLetter.Id"/>; null for all, 10,000 at a time.</param>
    public Task<ReplayResult> ReplayDeadLettersAsync(string topic, string name, IReadOnlyCollection<string>? ids = null, CancellationToken cancellationToken = default) => api.SendAsync(
        HttpMethod.Post, $"{PathOf(topic, name)}/dead-letters/replay", ApiConnection.Json(new ReplayRequest(ids), MessagesJson.Web.ReplayRequest), RetryMode.IfRefused, MessagesJson.Web.ReplayResult, cancellationToken);

    /// <summary>Discards dead letters: they are gone for good.</summary>
    /// <param name="ids">Those of <see cref="DeadLetter.Id"/>; null for all, 10,000 at a time.</param>
    public Task<DiscardResult> DiscardDeadLettersAsync(string topic, string name, IReadOnlyCollection<string>? ids = null, CancellationToken cancellationToken = default) => api.SendAsync(
        HttpMethod.Delete, $"{PathOf(topic, name)}/dead-letters", ApiConnection.Json(new ReplayRequest(ids), MessagesJson.Web.ReplayRequest), RetryMode.IfRefused, MessagesJson.Web.DiscardResult, cancellationToken);

    // A pull whose answer is lost leaves its messages leased for a while; who asks again gets the next ones.
    internal Task<PullAnswer> PullAsync(SubscriptionPlace place, PullRequest request, CancellationToken cancellationToken) => api.SendAsync(
        HttpMethod.Post, $"{place.Path}/pull", ApiConnection.Json(request, MessagesJson.Web.PullRequest), RetryMode.IfRefused, MessagesJson.Web.PullAnswer, cancellationToken);

    internal async Task<IReadOnlyList<SettledMessage>> SettleAsync(SubscriptionPlace place, string command, SettleRequest request, CancellationToken cancellationToken) => (await api.SendAsync(
        HttpMethod.Post, $"{place.Path}/{command}", ApiConnection.Json(request, MessagesJson.Web.SettleRequest), RetryMode.Always, MessagesJson.Web.SettleAnswer, cancellationToken)).Results;

    private static string PathOf(string topic, string name) => new SubscriptionPlace(topic, name).Path;

    private static Subscription Tag(Subscription subscription, string? etag) => subscription with { ETag = etag };

    private Task<Subscription> WriteAsync(
        HttpMethod method, string topic, string name, SubscriptionSettings settings, WriteCondition? condition, CancellationToken cancellationToken) => api.WriteAsync(
        method, PathOf(topic, name), ApiConnection.Json(settings, MessagesJson.Web.SubscriptionSettings), RetryMode.Always, MessagesJson.Web.Subscription, Tag, condition, cancellationToken);
}
