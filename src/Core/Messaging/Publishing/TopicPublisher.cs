using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>
/// Publishes to whatever topic has a name now. What is remembered of names may be old: the log refuses what is for a topic
/// that was deleted, and then the name is looked up again.
/// </summary>
public sealed class TopicPublisher(TopicDirectory directory, IPublisher publisher, StoreRetry retry)
{
    /// <returns>
    /// A result for each message, in their order; <see cref="PublishStatus.Gone"/> for those that came while the topic was being
    /// deleted. Null when there is no topic of the name.
    /// </returns>
    /// <exception cref="WriteConflictException">Only what was deleted could be seen all the while.</exception>
    /// <exception cref="StoreUnavailableException">The topic can't be looked up.</exception>
    /// <inheritdoc cref="IPublisher.PublishAsync"/>
    public async Task<IReadOnlyList<PublishResult>?> PublishAsync(string name, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        // What is remembered nearly always does, and then retries around it would be the dearer part.
        if (directory.Recall(name) is not { } topic)
        {
            return await PublishAsync(name, messages, null, [], cancellationToken);
        }

        var results = await publisher.PublishAsync(topic, messages, cancellationToken);
        if (!IsGone(results))
        {
            return results;
        }

        directory.Forget(name);
        return await PublishAsync(name, messages, [.. results], [topic.Id], cancellationToken);
    }

    /// <summary>Publishes what has no place yet.</summary>
    /// <param name="results">Of the topics that had the name and are gone; null for none.</param>
    /// <param name="gone">Their ids.</param>
    private async Task<IReadOnlyList<PublishResult>?> PublishAsync(
        string name, IReadOnlyList<NewMessage> messages, PublishResult[]? results, HashSet<string> gone, CancellationToken cancellationToken) =>
        await retry.RunAsync(
            async token =>
            {
                if (await directory.FindTopicAsync(name, token) is not { } topic)
                {
                    return results;
                }

                // Here a replica may still say what has been deleted.
                results = gone.Contains(topic.Id) ? results! : await PublishAsync(topic, messages, results, token);
                if (!IsGone(results))
                {
                    return results;
                }

                gone.Add(topic.Id);
                directory.Forget(name);
                throw new WriteConflictException();
            },
            cancellationToken);

    /// <inheritdoc cref="PublishAsync(string, IReadOnlyList{NewMessage}, PublishResult[], HashSet{string}, CancellationToken)"/>
    private async Task<PublishResult[]> PublishAsync(
        Topic topic, IReadOnlyList<NewMessage> messages, PublishResult[]? before, CancellationToken cancellationToken)
    {
        if (before is null)
        {
            return [.. await publisher.PublishAsync(topic, messages, cancellationToken)];
        }

        var open = Enumerable.Range(0, before.Length).Where(i => before[i].Status == PublishStatus.Gone).ToArray();
        var again = await publisher.PublishAsync(topic, [.. open.Select(i => messages[i])], cancellationToken);
        for (var i = 0; i < open.Length; i++)
        {
            before[open[i]] = again[i];
        }

        return before;
    }

    private static bool IsGone(IReadOnlyList<PublishResult> results) => results.Any(result => result.Status == PublishStatus.Gone);
}
