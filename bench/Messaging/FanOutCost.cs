using System.Collections.Concurrent;
using System.Globalization;
using Serverless.Bench.Harness;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Bench.Messaging;

/// <summary>A batch is published, and every subscription receives and acknowledges it: what that asks of the stores, and leaves in them.</summary>
public sealed class FanOutCost(FilledTopic filled) : IContender
{
    private const int ConsumersAtOnce = 16;

    private static readonly NewMessage[] Messages =
    [
        .. Enumerable.Repeat(new NewMessage(new MessageContent { Data = (byte[])[(byte)'"', .. BenchMessages.Plain, (byte)'"'] }), BenchMessages.Batch),
    ];

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{filled.Subscriptions.Count:N0} subscriptions");

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        var (latencies, start) = (new ConcurrentQueue<TimeSpan>(), TimeProvider.System.GetTimestamp());
        string publishing, delivering;
        do
        {
            filled.Calls.Reset();
            await filled.Get<IPublisher>().PublishAsync(filled.Topic, Messages, CancellationToken.None);
            publishing = filled.Calls.Each(Messages.Length);
            filled.Calls.Reset();
            await Parallel.ForEachAsync(filled.Subscriptions, new ParallelOptions { MaxDegreeOfParallelism = ConsumersAtOnce }, async (subscription, token) =>
                latencies.Enqueue(await ConsumeAsync(subscription, token)));
            delivering = filled.Calls.Each((long)Messages.Length * filled.Subscriptions.Count);
        }
        while (TimeProvider.System.GetElapsedTime(start) < duration);

        var sample = Sample.Of(latencies, TimeProvider.System.GetElapsedTime(start));
        var (message, cursor) = (await filled.BytesAMessageAsync(), await filled.BytesACursorAsync());
        return sample with
        {
            PerSecond = sample.PerSecond * Messages.Length,
            Note = string.Create(CultureInfo.InvariantCulture, $"published: {publishing}; delivered: {delivering}; {message:0} bytes a message, {cursor:0} a cursor"),
        };
    }

    private async Task<TimeSpan> ConsumeAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var pulled = await filled.Get<MessagePuller>().PullAsync(filled.Topic, subscription, Messages.Length, TimeSpan.Zero, cancellationToken);
        var statuses = await filled.Get<MessageSettler>().AcknowledgeAsync(
            filled.Topic, subscription, [.. pulled.Messages.Select(message => message.AckId)], cancellationToken);
        var acknowledged = statuses.Count(status => status == SettleStatus.Acknowledged);
        return acknowledged == Messages.Length
            ? TimeProvider.System.GetElapsedTime(begun)
            : throw new BenchException($"{subscription.Name} acknowledged {acknowledged} of {Messages.Length} messages.");
    }
}
