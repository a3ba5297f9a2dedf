namespace Serverless.Client;

/// <summary>Topics, and publishing to them.</summary>
public sealed class TopicsClient
{
    /// <summary>The most messages that a batch may hold.</summary>
    public const int MaxBatch = 100;

    private const string Path = "api/topics";

    private readonly ApiConnection api;

    internal TopicsClient(ApiConnection api) => this.api = api;

    /// <summary>
    /// Publishes a message; when this returns, it is stored, or waits for its time. A message without an id is given one, so that after a lost
    /// answer the retryMode is stored once.
    /// </summary>
    /// <exception cref="ServerlessException">It was not stored, or nobody knows.</exception>
    public async Task<PublishResult> PublishAsync(string topic, NewMessage message, CancellationToken cancellationToken = default)
    {
        var result = (await PublishAsync(topic, [message], cancellationToken))[0];
        return result.Problem is { } problem
            ? throw new ServerlessException((System.Net.HttpStatusCode)(problem.Status ?? 500), problem, null)
            : result;
    }

    /// <summary>Publishes up to <see cref="MaxBatch"/> messages; each is stored or fails alone. Repeated as a single one is.</summary>
    /// <returns>What became of each, in their order.</returns>
    /// <exception cref="ServerlessException">The batch as a whole failed.</exception>
    public async Task<IReadOnlyList<PublishResult>> PublishAsync(string topic, IReadOnlyCollection<NewMessage> messages, CancellationToken cancellationToken = default)
    {
        var batch = new PublishBatch([.. messages.Select(message => message.MessageId is null ? message with { MessageId = Guid.CreateVersion7().ToString("N") } : message)]);
        var answer = await api.SendAsync(
            HttpMethod.Post, $"{PathOf(topic)}/publish", ApiConnection.Json(batch, MessagesJson.Web.PublishBatch), RetryMode.Always, MessagesJson.Web.PublishAnswer, cancellationToken);
        return answer.Results;
    }

    /// <summary>Makes a topic or changes it.</summary>
    public Task<Topic> PutAsync(string name, TopicSettings? settings = null, CancellationToken cancellationToken = default) => WriteAsync(name, settings, null, cancellationToken);

    /// <summary>Makes a topic or changes it, where a condition is met.</summary>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<Topic> PutAsync(string name, TopicSettings? settings, WriteCondition condition, CancellationToken cancellationToken = default) =>
        WriteAsync(name, settings, condition, cancellationToken);

    /// <summary>A topic; null if there is none.</summary>
    public Task<Topic?> FindAsync(string name, CancellationToken cancellationToken = default) => api.FindAsync(PathOf(name), MessagesJson.Web.Topic, Tag, cancellationToken);

    /// <summary>All topics.</summary>
    public IAsyncEnumerable<Topic> ListAsync(CancellationToken cancellationToken = default) => api.ListAsync(Path, MessagesJson.Web.PageTopic, cancellationToken);

    /// <summary>Deletes a topic with its messages and subscriptions.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(name), cancellationToken);

    /// <summary>Deletes a topic where a condition is met.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<bool> DeleteAsync(string name, WriteCondition condition, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(name), condition, cancellationToken);

    /// <summary>The messages of a topic that wait for their time, the next first.</summary>
    public IAsyncEnumerable<ScheduledMessage> ListScheduledAsync(string topic, CancellationToken cancellationToken = default) =>
        api.ListAsync($"{PathOf(topic)}/scheduled", MessagesJson.Web.PageScheduledMessage, cancellationToken);

    /// <summary>A message that waits for its time; null if none of the id does.</summary>
    public Task<ScheduledMessage?> FindScheduledAsync(string topic, string id, CancellationToken cancellationToken = default) =>
        api.FindAsync(PathOf(topic, id), MessagesJson.Web.ScheduledMessage, cancellationToken);

    /// <summary>Takes a message back that waits for its time.</summary>
    /// <returns>Whether one of the id waited.</returns>
    /// <exception cref="ServerlessException">409: it is being delivered; or another failure.</exception>
    public Task<bool> CancelScheduledAsync(string topic, string id, CancellationToken cancellationToken = default) =>
        api.DeleteAsync(PathOf(topic, id), cancellationToken);

    private static string PathOf(string topic, string scheduled) => $"{PathOf(topic)}/scheduled/{PathSegment.Of(scheduled)}";

    private static Topic Tag(Topic topic, string? etag) => topic with { ETag = etag };

    private Task<Topic> WriteAsync(string name, TopicSettings? settings, WriteCondition? condition, CancellationToken cancellationToken) => api.WriteAsync(
        HttpMethod.Put, PathOf(name), ApiConnection.Json(settings ?? new TopicSettings(), MessagesJson.Web.TopicSettings), RetryMode.Always, MessagesJson.Web.Topic, Tag, condition, cancellationToken);

    internal static string PathOf(string topic) => $"{Path}/{PathSegment.Of(topic)}";
}
