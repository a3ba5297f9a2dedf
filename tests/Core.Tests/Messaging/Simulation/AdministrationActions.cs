using System.Text;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What users do by name, each through some instance, and what the timers do.</summary>
internal sealed class AdministrationActions
{
    private const int Shards = 2;
    private const int MessagesAtOnce = 100;

    /// <summary>Among so many that came last are most of those that a consumer may still settle.</summary>
    private const int Recent = 8;

    /// <summary>The subscription of each topic that is delivered to an endpoint.</summary>
    private const string Pushed = "p";

    private static readonly string[] Topics = ["a", "b"];
    private static readonly string[] Names = ["x", "y", Pushed];

    private readonly World world;
    private readonly AdministrationLedger ledger;
    private readonly Random random;
    private readonly Odds<Func<SimulatedInstance, string, string, Task>> odds;
    private readonly RetryRequest retry;
    private readonly List<HeldMessage> inHand = [];
    private int published;

    public AdministrationActions(World world, AdministrationLedger ledger, Random random)
    {
        (this.world, this.ledger, this.random) = (world, ledger, random);
        retry = new RetryRequest { MinBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(10), MaxAttempts = random.Next(1, 4) };
        odds = new Odds<Func<SimulatedInstance, string, string, Task>>(
            random,
            ((instance, topic, _) => PutTopicAsync(instance, topic), 5),
            ((instance, topic, _) => DeleteTopicAsync(instance, topic), 1),
            (PutAsync, 9),
            (DeleteAsync, 2),
            ((instance, topic, _) => PublishAsync(instance, topic), 19),
            ((instance, topic, name) => name == Pushed ? WorkAsync(instance, topic) : PullAsync(instance, topic, name), 28),
            ((instance, topic, _) => inHand.Count == 0 ? WorkAsync(instance, topic) : AcknowledgeAsync(instance, Held()), 10),
            ((instance, topic, _) => inHand.Count == 0 ? WorkAsync(instance, topic) : NackAsync(instance, Held()), 6),
            (SeekAsync, 3),
            (ReplayAsync, 1),
            ((instance, _, _) => instance.Trimmer.RunAsync(None), 1),
            ((instance, _, _) => instance.Deleted.RunAsync(None), 1),
            ((instance, _, _) => instance.Sweep.RunAsync(None), 1),
            ((instance, _, _) => instance.Mover.RunAsync(None), 1),
            ((instance, topic, _) => WorkAsync(instance, topic), 15));
    }

    public string? Violation => ledger.Violation;

    private static CancellationToken None => CancellationToken.None;

    public void Fail(string violation) => ledger.Fail(violation);

    /// <summary>An instance has died, with all that it was doing.</summary>
    public void Forget(int instance) => ledger.Died(instance);

    /// <summary>Begins what chance decides.</summary>
    public Task Next(SimulatedInstance instance) => odds.Draw()(instance, Topics[random.Next(Topics.Length)], Names[random.Next(Names.Length)]);

    /// <summary>One queued message: a fan-out, a wake-up, or what was deleted a while ago.</summary>
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

    /// <summary>Takes what there is and acknowledges it.</summary>
    public async Task ConsumeAsync(SimulatedInstance instance, Topic topic, Subscription subscription)
    {
        if (subscription.Name == Pushed)
        {
            return;
        }

        var began = ledger.Now;
        var pulled = await instance.Puller.PullAsync(topic, subscription, MessagesAtOnce, TimeSpan.Zero, None);
        foreach (var message in pulled.Messages)
        {
            ledger.Received(subscription, StreamOf(topic, message.AckId), SampleMessages.Text(message.Message), message.Message.Sequence, began);
        }

        await instance.Settler.AcknowledgeAsync(topic, subscription, [.. pulled.Messages.Select(message => message.AckId)], None);
    }

    /// <summary>Topics and active subscriptions as stored.</summary>
    public List<(Topic Topic, Subscription Subscription)> Live() => [.. ledger.Live()];

    public bool IsDrained() => world.Scheduled.All.All(message => message.MovedTo is not null) && Live().All(live => live.Topic.Streams().All(stream =>
        world.StateOf(new CursorId(live.Subscription.Id, stream)) is { } state && Math.Max(state.LowestUndone, world.LowOf(stream)) >= world.HeadOf(stream).Next));

    /// <summary>What should hold when nothing is left to do.</summary>
    public string? Judge() => ledger.Judge();

    /// <summary>Takes the last commit from a stream that somebody has read to its end.</summary>
    /// <returns>The topic; null where there is no such stream.</returns>
    public Topic? LoseTheEnd()
    {
        var read = Live().SelectMany(live => live.Topic.Streams().Select(stream => (live.Topic, Stream: stream, State: world.StateOf(new CursorId(live.Subscription.Id, stream)))))
            .FirstOrDefault(each => each.State is { } state && state.Next == world.HeadOf(each.Stream).Next && state.Next > world.LowOf(each.Stream));
        if (read.Topic is null || world.Log.FindEntryAsync(read.Stream, long.MaxValue, None).Result is not { } last || last.First < world.LowOf(read.Stream))
        {
            return null;
        }

        world.Log.Lose(read.Stream, last.First);
        world.Replicas.Forget(read.Stream.ToString());
        ledger.Lost(read.Stream, last.First);
        return read.Topic;
    }

    /// <summary>Every subscription of a topic looks where its streams end.</summary>
    public void Observe(SimulatedInstance instance, Topic topic)
    {
        foreach (var (_, subscription) in Live().Where(live => live.Topic.Id == topic.Id))
        {
            _ = instance.Stats.ReadAsync(topic, subscription, None);
        }
    }

    /// <summary>Something queued; where nothing is, there will be.</summary>
    private Task WorkAsync(SimulatedInstance instance, string topic) =>
        world.Queue.TryTake(random) is { } message ? WorkAsync(instance, message) : PublishAsync(instance, topic);

    private HeldMessage Held() => random.Next(2) == 0 ? inHand[random.Next(inHand.Count)] : inHand[^random.Next(1, 1 + Math.Min(Recent, inHand.Count))];

    private async Task PutTopicAsync(SimulatedInstance instance, string topic)
    {
        var request = ledger.Begin(instance.Number, topic, null, isDelete: false);
        var result = await instance.TopicEditor.PutAsync(topic, new TopicRequest { Shards = Shards }, None);
        ledger.Answered(request, result.Topic?.Id);
    }

    private async Task DeleteTopicAsync(SimulatedInstance instance, string topic)
    {
        var request = ledger.Begin(instance.Number, topic, null, isDelete: true);
        await instance.TopicEditor.DeleteAsync(topic, None);
        ledger.Answered(request, null);
    }

    private async Task PutAsync(SimulatedInstance instance, string topic, string name)
    {
        var request = ledger.Begin(instance.Number, topic, name, isDelete: false);
        var delivery = name == Pushed
            ? new DeliveryRequest { Mode = SubscriptionRules.Push, Endpoint = $"https://example.com/{topic}" }
            : new DeliveryRequest { Mode = SubscriptionRules.Pull };
        var start = random.Next(2) == 0 ? "latest" : "earliest";
        var wanted = new SubscriptionRequest { Delivery = delivery, Retry = retry, Start = start, AckDeadline = TimeSpan.FromSeconds(10 + random.Next(20)) };
        var result = await instance.Subscriptions.PutAsync(topic, name, wanted, _ => true, None);
        ledger.Answered(request, result.Subscription?.Id);
    }

    private async Task DeleteAsync(SimulatedInstance instance, string topic, string name)
    {
        var request = ledger.Begin(instance.Number, topic, name, isDelete: true);
        await instance.Subscriptions.DeleteAsync(topic, name, None);
        ledger.Answered(request, null);
    }

    private async Task PublishAsync(SimulatedInstance instance, string topic)
    {
        var began = ledger.Now;
        var batch = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => NewMessage()).ToArray();
        if (random.Next(6) == 0)
        {
            var delayed = NewMessage() with { DeliverAt = world.Time.GetUtcNow().AddMilliseconds(random.Next(60_000)) };
            ledger.Delays(TextOf(delayed), delayed.DeliverAt!.Value);
            batch = [.. batch, delayed];
        }

        if (await instance.ByName.PublishAsync(topic, batch, None) is not { } results)
        {
            return;
        }

        foreach (var (result, message) in results.Zip(batch).Where(pair => pair.First.IsStored))
        {
            if (result.DeliverAt is null)
            {
                ledger.Acknowledged(result, TextOf(message), began);
            }
            else
            {
                ledger.Waits(result.Stream.TopicId, TextOf(message));
            }
        }
    }

    private static string TextOf(NewMessage message) => Encoding.UTF8.GetString(message.Content.Data.Span);

    private Task PullAsync(SimulatedInstance instance, string topicName, string name) => OnAsync(instance, topicName, name, async (topic, subscription) =>
    {
        var began = ledger.Now;
        var result = await instance.Puller.PullAsync(topic, subscription, 1 + random.Next(6), TimeSpan.FromSeconds(random.Next(2) * 5), None);
        foreach (var pulled in result.Messages)
        {
            var (stream, text) = (StreamOf(topic, pulled.AckId), SampleMessages.Text(pulled.Message));
            ledger.Received(subscription, stream, text, pulled.Message.Sequence, began);
            inHand.Add(new HeldMessage(topicName, subscription, text, pulled.AckId));
        }
    });

    private Task AcknowledgeAsync(SimulatedInstance instance, HeldMessage held)
    {
        var began = ledger.Now;
        return OnAsync(instance, held.Topic, held.Subscription.Name, async (topic, subscription) =>
        {
            var statuses = await instance.Settler.AcknowledgeAsync(topic, subscription, [held.AckId], None);
            if (statuses[0] == SettleStatus.Acknowledged)
            {
                ledger.AckAnswered(held, began);
            }
        });
    }

    private Task NackAsync(SimulatedInstance instance, HeldMessage held) => OnAsync(
        instance, held.Topic, held.Subscription.Name, (topic, subscription) => instance.Settler.NackAsync(topic, subscription, With(held), TimeSpan.Zero, countsAttempt: true, None));

    /// <summary>A message and, of the same subscription, what came next.</summary>
    private string[] With(HeldMessage held) =>
        [.. inHand.Skip(inHand.IndexOf(held)).TakeWhile(next => next.Subscription.Id == held.Subscription.Id).Take(random.Next(1, Recent)).Select(next => next.AckId)];

    private Task SeekAsync(SimulatedInstance instance, string topicName, string name) => OnAsync(instance, topicName, name, async (topic, subscription) =>
    {
        ledger.Seeks(subscription);
        await instance.Seeker.SeekAsync(topic, subscription, SubscriptionStart.Earliest, None);
        ledger.HasSought(subscription);
    });

    private Task ReplayAsync(SimulatedInstance instance, string topicName, string name) => OnAsync(instance, topicName, name, async (topic, subscription) =>
    {
        ledger.Seeks(subscription);
        await instance.Replay.ReplayAllAsync(topic, subscription, None);
        ledger.HasSought(subscription);
    });

    // As the functions do: what turns out to be gone is looked up once more.
    private static async Task OnAsync(SimulatedInstance instance, string topicName, string name, Func<Topic, Subscription, Task> operation)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (await instance.Directory.FindTopicAsync(topicName, None) is not { } topic
                || await instance.Directory.FindSubscriptionAsync(topic.Id, name, None) is not { Active: true } subscription)
            {
                return;
            }

            try
            {
                await operation(topic, subscription);
                return;
            }
            catch (SubscriptionGoneException)
            {
                instance.Directory.Forget(topicName);
                instance.Directory.Forget(topic.Id, name);
            }
        }
    }

    private static StreamId StreamOf(Topic topic, string ackId) => new(topic.Id, AckId.Read(ackId)!.Value.Shard);

    private NewMessage NewMessage()
    {
        var number = published++;
        var content = new MessageContent { Data = Encoding.UTF8.GetBytes($"{{\"n\":{number}}}"), OrderingKey = random.Next(2) == 0 ? $"{random.Next(4)}" : null };
        return new NewMessage(content, random.Next(3) == 0 ? $"m{number}" : null);
    }
}
