using System.Text;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What publishers, consumers and the timers do, each through some instance.</summary>
internal sealed class Actions(World world, Random random, Topic topic)
{
    private static readonly string?[] Keys = [null, "a", "b"];
    private static readonly string[] Kinds = ["x", "y"];
    private static readonly RetryPolicy Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 3);

    private readonly List<(NewMessage Message, DateTimeOffset SentAt)> delayed = [];
    private int published;
    private int created;

    /// <summary>Subscriptions that exist, with all their cursors.</summary>
    public List<Subscription> Subscriptions { get; } = [];

    public List<Delivered> InHand { get; } = [];

    private static CancellationToken None => CancellationToken.None;

    public async Task PublishAsync(SimulatedInstance instance)
    {
        var batch = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => NewMessage()).ToArray();
        await PublishAsync(instance, batch);
    }

    /// <summary>Some messages are to wait for a while.</summary>
    public async Task DelayAsync(SimulatedInstance instance)
    {
        var now = world.Time.GetUtcNow();
        var batch = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => NewMessage() with { DeliverAt = now.AddMilliseconds(random.Next(-1_000, 60_000)) }).ToArray();
        Array.ForEach(batch, message => world.Ledger.Delays(TextOf(message), message.DeliverAt!.Value));
        await PublishAsync(instance, batch);
        delayed.AddRange(batch.Where(message => message.Id is not null).Select(message => (message, now)));
    }

    /// <summary>A publisher repeats itself that got no answer, or thinks so; or one takes back what it has sent.</summary>
    public async Task RepeatOrCancelAsync(SimulatedInstance instance)
    {
        if (delayed.Count == 0)
        {
            return;
        }

        var (message, sentAt) = delayed[random.Next(delayed.Count)];
        delayed.RemoveAll(each => each.Message == message || world.Time.GetUtcNow() - each.SentAt > MessageIdentity.Window / 2);
        if (random.Next(2) == 0 && world.Time.GetUtcNow() - sentAt <= MessageIdentity.Window / 2)
        {
            await PublishAsync(instance, [message]);
        }
        else
        {
            world.Ledger.Cancels(TextOf(message));
            if (await instance.Scheduled.CancelAsync(topic, message.Id!, None) == CancelResult.Cancelled)
            {
                world.Ledger.Cancelled(TextOf(message));
            }
        }
    }

    /// <summary>The timer that moves what is due.</summary>
    public Task MoveAsync(SimulatedInstance instance) => instance.Mover.RunAsync(None);

    public async Task PullAsync(SimulatedInstance instance, Subscription subscription, int max)
    {
        var paused = subscription with { Paused = random.Next(20) == 0 };
        var began = topic.Streams().SelectMany(stream => Confirmed(subscription, stream)).ToHashSet();
        var result = await instance.Puller.PullAsync(topic, paused, max, TimeSpan.FromSeconds(random.Next(2) * 5), None, (byte)random.Next(3));
        foreach (var pulled in result.Messages)
        {
            var id = AckId.Read(pulled.AckId)!.Value;
            var delivered = new Delivered(subscription, new StreamId(topic.Id, id.Shard), id.Message.Number, pulled.AckId);
            world.Ledger.Received(delivered, SampleMessages.Text(pulled.Message), began.Contains((delivered.Stream, delivered.Number)));
            InHand.Add(delivered);
        }
    }

    public async Task AcknowledgeAsync(SimulatedInstance instance, Delivered[] delivered)
    {
        foreach (var group in delivered.GroupBy(each => each.Subscription.Id))
        {
            var items = group.ToArray();
            Array.ForEach(items, world.Ledger.AckSent);
            var statuses = await instance.Settler.AcknowledgeAsync(topic, items[0].Subscription, [.. items.Select(each => each.AckId)], None);
            for (var i = 0; i < items.Length; i++)
            {
                world.Ledger.AckAnswered(items[i], statuses[i]);
            }
        }
    }

    public Task NackAsync(SimulatedInstance instance, Delivered delivered) => instance.Settler.NackAsync(
        topic, delivered.Subscription, [delivered.AckId], random.Next(2) == 0 ? null : TimeSpan.FromSeconds(random.Next(30)), countsAttempt: random.Next(4) > 0, None);

    public Task ExtendAsync(SimulatedInstance instance, Delivered delivered) =>
        instance.Settler.ExtendAsync(topic, delivered.Subscription, [delivered.AckId], TimeSpan.FromSeconds(30 + random.Next(60)), None);

    /// <summary>An ack id that was given to another subscription means nothing.</summary>
    public async Task ForgeAsync(SimulatedInstance instance, Delivered delivered, Subscription other)
    {
        if (other.Id == delivered.Subscription.Id)
        {
            return;
        }

        var statuses = await instance.Settler.AcknowledgeAsync(topic, other, [delivered.AckId], None);
        if (statuses[0] != SettleStatus.Unknown)
        {
            world.Ledger.Fail($"{other.Name} took an ack id of {delivered.Subscription.Name}.");
        }
    }

    public async Task SeekAsync(SimulatedInstance instance, Subscription subscription)
    {
        world.Ledger.Seeks(subscription);
        var to = random.Next(3) switch
        {
            0 => SubscriptionStart.Earliest,
            1 => SubscriptionStart.Latest,
            _ => SubscriptionStart.At(world.Time.GetUtcNow() - TimeSpan.FromSeconds(random.Next(600))),
        };
        await instance.Seeker.SeekAsync(topic, subscription, to, None);
    }

    /// <summary>What waits for the time of its next attempt is delivered now: all of it, or what may have some of these ids.</summary>
    public async Task RetryAsync(SimulatedInstance instance, Subscription subscription)
    {
        if (random.Next(2) == 0)
        {
            await instance.Retrier.RetryAllAsync(topic, subscription, None);
            return;
        }

        string[] ids = [.. Enumerable.Range(0, 5).Select(_ => $"m{random.Next(published + 1)}")];
        var (_, notWaiting) = await instance.Retrier.RetryAsync(topic, subscription, ids, None);
        if (notWaiting.Except(ids).Any())
        {
            world.Ledger.Fail("A retry named ids that it was not asked for.");
        }
    }

    public async Task CreateAsync(SimulatedInstance instance, Func<Subscription, Subscription> shape)
    {
        var subscription = shape(new Subscription
        {
            Id = $"s{created++}",
            TopicId = topic.Id,
            Topic = topic.Name,
            Name = "plain",
            CreatedAt = world.Time.GetUtcNow(),
            Active = true,
            Retry = Retry,
            Start = random.Next(2) == 0 ? SubscriptionStart.Latest : SubscriptionStart.Earliest,
        });
        world.Ledger.Know(subscription);
        if (!await world.Topics.TryAddSubscriptionAsync(subscription with { Active = false }, None))
        {
            return;
        }

        await instance.Cursors.TryCreateAsync(topic, subscription, None);
        if (await world.Topics.FindSubscriptionAsync(topic.Id, subscription.Name, None) is { } pending && pending.Subscription.Id == subscription.Id)
        {
            await world.Topics.TryReplaceSubscriptionAsync(pending, subscription, None);
            Subscriptions.Add(subscription);
        }
    }

    public async Task DeleteAsync(SimulatedInstance instance, Subscription subscription)
    {
        Subscriptions.Remove(subscription);
        await instance.Subscriptions.DeleteAsync(topic.Name, subscription.Name, None);
        await CreateAsync(instance, fresh => subscription with { Id = fresh.Id, CreatedAt = fresh.CreatedAt });
    }

    /// <summary>The user pauses the push subscription, or lets it go on, whoever has paused it.</summary>
    public async Task PauseAsync(SimulatedInstance instance, bool paused)
    {
        var result = await instance.Subscriptions.PatchAsync(topic.Name, world.Push.Name, current => current with { Paused = paused }, _ => true, None);
        if (result.Subscription?.Paused != paused)
        {
            world.Ledger.Fail($"The push subscription could not be paused or resumed: {result.Status}.");
        }
    }

    public Task ReplayAsync(SimulatedInstance instance, Subscription subscription) => instance.Replay.ReplayAllAsync(topic, subscription, None);

    public Task FindDeletedAsync(SimulatedInstance instance) => instance.Deleted.RunAsync(None);

    public Task TrimAsync(SimulatedInstance instance) => instance.Trimmer.RunAsync(None);

    public Task SweepAsync(SimulatedInstance instance) => instance.Sweep.RunAsync(None);

    /// <summary>One queued message: the fan-out of a stream, the wake-up of a lane, or what was deleted a while ago.</summary>
    public async Task WorkAsync(SimulatedInstance instance, QueuedMessage message)
    {
        if (message.Queue == FanOutQueue.Name && FanOutMessage.TryParse(message.Text, out var fanOut))
        {
            await instance.FanOut.RunAsync(fanOut, None);
        }
        else if (message.Queue == DeletedTopics.Queue)
        {
            await instance.Purge.RunAsync(DeletedTopicsPurge.Parse(message.Text)!, None);
        }
        else if (message.Queue == ScheduleQueue.Name && ScheduleWakeUp.TryParse(message.Text, out var due))
        {
            await instance.Mover.MoveAsync(due.Place, None);
        }
        else if (WakeUp.TryParse(message.Text, out var wakeUp))
        {
            await instance.Delivery.RunAsync(wakeUp, message.Queue, None);
        }

        world.Queue.Delete(message);
    }

    private IEnumerable<(StreamId Stream, long Number)> Confirmed(Subscription subscription, StreamId stream) =>
        Enumerable.Range(1, (int)world.HeadOf(stream).Next).Select(number => (stream, (long)number))
            .Where(each => world.Ledger.IsConfirmed(new Delivered(subscription, each.stream, each.Item2, "")));

    private async Task PublishAsync(SimulatedInstance instance, NewMessage[] batch)
    {
        var results = await instance.Delaying.PublishAsync(topic, batch, None);
        foreach (var (result, message) in results.Zip(batch).Where(pair => pair.First.IsStored))
        {
            if (result.DeliverAt is null)
            {
                world.Ledger.Acknowledged(result, TextOf(message));
            }
            else
            {
                world.Ledger.Waits(TextOf(message));
            }
        }
    }

    private static string TextOf(NewMessage message) => Encoding.UTF8.GetString(message.Content.Data.Span);

    private NewMessage NewMessage()
    {
        var number = published++;
        var content = new MessageContent
        {
            Data = Encoding.UTF8.GetBytes($"{{\"n\":{number}}}"),
            OrderingKey = Keys[random.Next(Keys.Length)],
            Attributes = new Dictionary<string, string> { ["kind"] = Kinds[random.Next(Kinds.Length)] },
        };
        return new NewMessage(content, random.Next(3) == 0 ? $"m{number}" : null);
    }
}
