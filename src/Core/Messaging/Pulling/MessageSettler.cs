using System.Collections.Immutable;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Takes back ack ids: acknowledges, gives messages back, extends leases.</summary>
public sealed class MessageSettler(CursorClient reader, CursorKeys keys)
{
    /// <summary>Ack ids in a request.</summary>
    public const int MaxIds = 100;

    public static readonly TimeSpan LongestNackDelay = TimeSpan.FromHours(12);
    public static readonly TimeSpan ShortestExtension = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestExtension = TimeSpan.FromMinutes(10);

    /// <summary>Marks messages as done.</summary>
    /// <returns>What became of each id, in their order.</returns>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public Task<IReadOnlyList<SettleStatus>> AcknowledgeAsync(
        Topic topic, Subscription subscription, IReadOnlyList<string> ackIds, CancellationToken cancellationToken) =>
        SettleAsync(topic, subscription, ackIds, messages => new CursorCommand.Acknowledge(messages), cancellationToken);

    /// <summary>Gives messages back to be delivered again.</summary>
    /// <param name="delay">After so long; null for the subscription's backoff.</param>
    /// <param name="countsAttempt">False for messages that nobody has begun with: without a delay they are delivered again at once.</param>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<IReadOnlyList<SettleStatus>> NackAsync(
        Topic topic, Subscription subscription, IReadOnlyList<string> ackIds, TimeSpan? delay, bool countsAttempt, CancellationToken cancellationToken) =>
        SettleAsync(topic, subscription, ackIds, messages => new CursorCommand.Nack(messages, delay, DeliveryFailure.Nacked, countsAttempt), cancellationToken);

    /// <summary>Lets leases end <paramref name="by"/> from now.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<IReadOnlyList<SettleStatus>> ExtendAsync(
        Topic topic, Subscription subscription, IReadOnlyList<string> ackIds, TimeSpan by, CancellationToken cancellationToken) =>
        SettleAsync(topic, subscription, ackIds, messages => new CursorCommand.Extend(messages, by), cancellationToken);

    private async Task<IReadOnlyList<SettleStatus>> SettleAsync(
        Topic topic,
        Subscription subscription,
        IReadOnlyList<string> ackIds,
        Func<ImmutableArray<LeasedMessageId>, CursorCommand> command,
        CancellationToken cancellationToken)
    {
        var statuses = Enumerable.Repeat(SettleStatus.Unknown, ackIds.Count).ToArray();
        var ids = ackIds.Select(AckId.Read).ToArray();
        foreach (var shard in ids.Index().Where(each => each.Item?.Shard < topic.Shards).GroupBy(each => each.Item!.Value.Shard).ToArray())
        {
            await SettleAsync(subscription, new StreamId(topic.Id, shard.Key), [.. shard.Select(each => (each.Index, each.Item!.Value))], command, statuses, cancellationToken);
        }

        return statuses;
    }

    private async Task SettleAsync(
        Subscription subscription,
        StreamId stream,
        IReadOnlyList<(int Index, AckId Id)> ids,
        Func<ImmutableArray<LeasedMessageId>, CursorCommand> command,
        SettleStatus[] statuses,
        CancellationToken cancellationToken)
    {
        var signer = await keys.FindAsync(new CursorId(subscription.Id, stream), cancellationToken);
        var isGenuine = signer?.AreGenuine([.. ids.Select(each => each.Id)]) ?? new bool[ids.Count];
        var genuine = ids.Where((_, i) => isGenuine[i]).ToArray();
        if (genuine.Length == 0)
        {
            return;
        }

        var answer = await reader.RunAsync(subscription, stream, [command([.. genuine.Select(each => each.Id.Message)])], cancellationToken);
        for (var i = 0; i < genuine.Length && answer.State is not null; i++)
        {
            statuses[genuine[i].Index] = answer.Results[0].Statuses[i];
        }
    }
}
