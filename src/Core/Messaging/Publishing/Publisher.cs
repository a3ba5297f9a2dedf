using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>
/// Puts messages into the log. Those that come for one stream while a commit is on its way share the next one, and each is
/// answered when its commit is durable.
/// </summary>
public sealed class Publisher(
    IMessageLog log,
    StreamChoice choice,
    CommitNumbering numbering,
    CommitAnnouncer announcer,
    StoreRetry retry,
    PublishMetrics metrics,
    ILogger<Publisher> logger) : IPublisher
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<StreamId, GatheringWriter<WaitingMessage, PublishBatch>> streams = new();
    private readonly PublishAdmission admission = new();

    /// <inheritdoc/>
    /// <param name="cancellationToken">Ends the wait; the messages are published nevertheless.</param>
    public async Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return [];
        }

        var packed = messages.Select(MessagePacking.Pack).ToArray();
        var size = packed.Sum(message => (long)message.Length);
        if (!admission.TryEnter(size))
        {
            metrics.CountMessages(PublishStatus.Overloaded, messages.Count);
            return [.. messages.Select(message => new PublishResult(PublishStatus.Overloaded, choice.Choose(topic, message)))];
        }

        var request = new PublishRequest(messages.Count, () => admission.Leave(size));
        Send(topic, messages, packed, request);
        return await request.Completion.WaitAsync(cancellationToken);
    }

    private void Send(Topic topic, IReadOnlyList<NewMessage> messages, byte[][] packed, PublishRequest request)
    {
        var waiting = messages.Select((message, i) => (
            Stream: choice.Choose(topic, message),
            Message: new WaitingMessage(request, i, packed[i], MessageIdentity.KeyOf(message), message.Id, topic.MaxAge)));
        if (topic.Shards == 1)
        {
            PublisherOf(new StreamId(topic.Id, 0)).Add([.. waiting.Select(each => each.Message)]);
            return;
        }

        foreach (var group in waiting.GroupBy(each => each.Stream, each => each.Message).ToArray())
        {
            PublisherOf(group.Key).Add([.. group]);
        }
    }

    // Two publishers of one stream get into each other's way, and no more: it is safe to forget one that is at work.
    private GatheringWriter<WaitingMessage, PublishBatch> PublisherOf(StreamId stream)
    {
        if (streams.Count >= MaxRemembered)
        {
            streams.Clear();
        }

        return streams.GetOrAdd(stream, Create, this);
    }

    private static GatheringWriter<WaitingMessage, PublishBatch> Create(StreamId stream, Publisher publisher) => publisher.CreateFor(stream);

    private GatheringWriter<WaitingMessage, PublishBatch> CreateFor(StreamId stream) =>
        new(PublishBatch.TakeFrom, new StreamCommitter(stream, log, numbering, announcer, metrics, retry, logger).CommitAsync);
}

/// <summary>Puts messages into the log. An interface, so that dead-lettering can be tested without a log.</summary>
public interface IPublisher
{
    /// <summary>Publishes messages and answers when every one is durable or has failed. Over several streams it is not atomic.</summary>
    /// <returns>A result for each message, in their order.</returns>
    Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken);
}
