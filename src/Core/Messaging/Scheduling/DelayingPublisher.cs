using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Scheduling;

/// <summary>Publishes what is due now, and keeps the rest until it is. A message that was to wait until a time that has passed is due now.</summary>
public sealed class DelayingPublisher(Publisher publisher, Scheduler scheduler, TimeProvider time) : IPublisher
{
    /// <param name="cancellationToken">Ends the wait; the messages are published nevertheless.</param>
    /// <inheritdoc/>
    public Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken) =>
        messages.All(message => message.DeliverAt is null)
            ? publisher.PublishAsync(topic, messages, cancellationToken)
            : PublishSomeAsync(topic, messages).WaitAsync(cancellationToken);

    private async Task<IReadOnlyList<PublishResult>> PublishSomeAsync(Topic topic, IReadOnlyList<NewMessage> messages)
    {
        var (results, now) = (new PublishResult?[messages.Count], time.GetUtcNow());
        var delayed = PlacesOf(message => message.DeliverAt > now);
        var repeated = PlacesOf(message => message.DeliverAt <= now && message.Id is not null);

        // A publisher that repeats itself may do so after the time: the first copy then waits, or has moved.
        await Task.WhenAll(repeated.Select(async i => results[i] = await scheduler.FindRepeatedAsync(topic, messages[i])));
        var due = PlacesOf(message => message.DeliverAt is not { } at || at <= now).Where(i => results[i] is null).ToArray();
        await Task.WhenAll(
            FillAsync(due, some => publisher.PublishAsync(topic, some, CancellationToken.None)),
            FillAsync(delayed, some => scheduler.ScheduleAsync(topic, some)));
        return [.. results.Select(result => result!.Value)];

        int[] PlacesOf(Func<NewMessage, bool> isMeant) => [.. Enumerable.Range(0, messages.Count).Where(i => isMeant(messages[i]))];

        async Task FillAsync(int[] places, Func<IReadOnlyList<NewMessage>, Task<IReadOnlyList<PublishResult>>> publish)
        {
            var published = places.Length == 0 ? [] : await publish([.. places.Select(i => messages[i])]);
            for (var i = 0; i < places.Length; i++)
            {
                results[places[i]] = published[i];
            }
        }
    }
}
