using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// What must hold where names are used again: nothing is written for what is gone, nothing of what is there is removed, and
/// what was acknowledged to its publisher reaches every subscription that was answered before, and is still there.
/// </summary>
internal sealed class AdministrationLedger : ILogWitness
{
    private readonly Dictionary<(StreamId Stream, long Number), string> content = [];
    private readonly Dictionary<string, (StreamId Stream, long Number, int Began)> acknowledged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> answered = new(StringComparer.Ordinal);
    private readonly HashSet<(string Subscription, string Text)> delivered = [];
    private readonly Dictionary<(string Subscription, string Text), int> confirmed = [];
    private readonly Dictionary<(string Subscription, string Text), (int Deaths, int Letters)> dead = [];
    private readonly HashSet<string> sought = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> seeking = new(StringComparer.Ordinal);
    private readonly List<NamedRequest> requests = [];
    private readonly Dictionary<StreamId, int> losses = [];
    private readonly Dictionary<CursorId, long> firsts = [];
    private readonly Dictionary<string, DateTimeOffset> delays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> moved = new(StringComparer.Ordinal);
    private World world = null!;
    private int now;

    /// <summary>Which guarantee is broken, and how; null while all hold.</summary>
    public string? Violation { get; private set; }

    /// <summary>Counts what happened so far.</summary>
    public int Now => ++now;

    public void Watch(World watched)
    {
        world = watched;
        world.Cursors.Changed = Changed;
        world.Cursors.Closed = Closed;
    }

    public void Fail(string violation) => Violation ??= violation;

    /// <summary>Topics and active subscriptions as stored.</summary>
    public IEnumerable<(Topic Topic, Subscription Subscription)> Live() =>
        from topic in StoredTopics()
        where !topic.Deleting
        from subscription in SubscriptionsOf(topic.Id)
        where subscription.Active
        select (topic, subscription);

    public NamedRequest Begin(int instance, string topic, string? subscription, bool isDelete)
    {
        var request = new NamedRequest(instance, topic, subscription, isDelete, Now);
        requests.Add(request);
        return request;
    }

    public void Answered(NamedRequest request, string? id)
    {
        (request.EndedAt, request.Id) = (Now, id);
        if (id is not null && request.Subscription is not null)
        {
            answered.TryAdd(id, request.EndedAt.Value);
        }
    }

    /// <summary>What an instance was doing never ends, nor goes on.</summary>
    public void Died(int instance)
    {
        foreach (var request in requests.Where(request => request.Instance == instance && request.EndedAt is null))
        {
            (request.HasDied, request.EndedAt) = (true, Now);
        }
    }

    /// <summary>From now on what was acknowledged may come again, and until the seek has ended a cursor may go anywhere.</summary>
    public void Seeks(Subscription subscription)
    {
        sought.Add(subscription.Id);
        seeking[subscription.Id] = seeking.GetValueOrDefault(subscription.Id) + 1;
    }

    public void HasSought(Subscription subscription) => seeking[subscription.Id]--;

    public void Acknowledged(PublishResult result, string text, int began) => acknowledged[text] = (result.Stream, result.Sequence, began);

    /// <summary>A publisher sends a message that is to wait.</summary>
    public void Delays(string text, DateTimeOffset due) => delays[text] = due;

    /// <summary>A publisher was told that its message waits in a topic.</summary>
    public void Waits(string topicId, string text) => waiting[text] = topicId;

    public void Received(Subscription subscription, StreamId stream, string text, long number, int began)
    {
        delivered.Add((subscription.Id, text));
        if (losses.GetValueOrDefault(stream) < began && content.TryGetValue((stream, number), out var there) && there != text)
        {
            Fail($"{stream}/{number} was delivered as {text}, which was lost; there is {there}.");
        }

        if (confirmed.TryGetValue((subscription.Id, text), out var at) && at < began && !sought.Contains(subscription.Id))
        {
            Fail($"{text} was delivered to {subscription.Id} after it was acknowledged.");
        }
    }

    /// <summary>An endpoint took a message.</summary>
    public void Pushed(string topicId, string text)
    {
        foreach (var subscription in SubscriptionsOf(topicId).Where(each => each.Delivery is Delivery.Push))
        {
            delivered.Add((subscription.Id, text));
        }
    }

    public void AckAnswered(HeldMessage held, int began)
    {
        confirmed.TryAdd((held.Subscription.Id, held.Text), Now);
        if (requests.Any(request => request is { IsDelete: true, HasDied: false, EndedAt: { } ended } && ended < began && request.Deleted.Contains(held.Subscription.Id)))
        {
            Fail($"{held.Text} was acknowledged by subscription {held.Subscription.Id}, which had been deleted.");
        }
    }

    public void Committed(PackedEntry entry, StreamId stream)
    {
        if (!IsThere(stream.TopicId))
        {
            Fail($"Messages were committed to {stream}, which nobody can read: what it belonged to was deleted.");
        }

        foreach (var message in MessagePacking.Unpack(stream, entry).Messages)
        {
            var text = SampleMessages.Text(message);
            content[(stream, message.Sequence)] = text;
            if (world.Scheduled.All.FirstOrDefault(each => each.Id == message.Id) is { } source)
            {
                moved.Add(text);
                if (source.Place.TopicId != stream.TopicId || world.Time.GetUtcNow() < delays[text])
                {
                    Fail($"{text} waited in {source.Place} until {delays[text]:O}, and is in {stream}.");
                }
            }

            if (stream == DeadLetterStream.Of(stream.TopicId))
            {
                var before = dead.GetValueOrDefault((stream.TopicId, text));
                dead[(stream.TopicId, text)] = before with { Letters = before.Letters + 1 };
            }
        }
    }

    public void Lost(StreamId stream, long from)
    {
        losses[stream] = Now;
        foreach (var place in content.Keys.Where(place => place.Stream == stream && place.Number >= from).ToArray())
        {
            content.Remove(place);
        }
    }

    public void Trimmed(StreamId stream, long from, long to)
    {
        foreach (var (topic, subscription) in Live().Where(live => live.Topic.Id == stream.TopicId))
        {
            var state = world.StateOf(new CursorId(subscription.Id, stream));
            for (var number = from; number < to; number++)
            {
                // What was committed before it was made it gets only if it happens to be there.
                if (state?.IsDone(number) == false && number >= firsts.GetValueOrDefault(new CursorId(subscription.Id, stream)) && !sought.Contains(subscription.Id) && answered.ContainsKey(subscription.Id))
                {
                    Fail($"{stream}/{number} was trimmed, though {subscription.Name} of {topic.Name} has not done with it.");
                }
            }
        }
    }

    public void Purged(StreamId stream)
    {
        if (IsThere(stream.TopicId))
        {
            Fail($"{stream} was purged, which is there.");
        }
    }

    /// <summary>What should hold when nothing is left to do; null if it does.</summary>
    public string? Judge()
    {
        foreach (var (topic, subscription) in Live())
        {
            foreach (var stream in topic.Streams().Where(stream => world.StateOf(new CursorId(subscription.Id, stream)) is null))
            {
                Fail($"{subscription.Name} of {topic.Name} has no cursor in {stream}.");
            }

            JudgeDeliveries(topic, subscription);
        }

        foreach (var (text, topic) in waiting.Where(each => IsThere(each.Value) && !moved.Contains(each.Key)))
        {
            Fail($"{text} was to wait in {topic}, and was never delivered.");
        }

        requests.ForEach(JudgePresence);
        JudgeLeftovers();
        return Violation;
    }

    private void JudgeDeliveries(Topic topic, Subscription subscription)
    {
        foreach (var (text, (stream, number, began)) in acknowledged)
        {
            var isOwed = stream.TopicId == topic.Id
                && content.GetValueOrDefault((stream, number)) == text
                && answered.TryGetValue(subscription.Id, out var at) && at < began;
            if (isOwed && !delivered.Contains((subscription.Id, text)) && dead.GetValueOrDefault((subscription.Id, text)).Letters == 0)
            {
                Fail($"{text}, acknowledged as {stream}/{number}, never came to {subscription.Name} of {topic.Name}.");
            }
        }
    }

    // What was made and answered, and that nobody deleted since, is there. What a request that died had begun others may finish.
    private void JudgePresence(NamedRequest put)
    {
        var isUndisturbed = put is { IsDelete: false, Id: not null } && !requests.Any(other =>
            other.IsDelete && other.Topic == put.Topic && (other.Subscription is null || other.Subscription == put.Subscription)
            && (other.HasDied || other.EndedAt is null || other.EndedAt > put.BeganAt));
        var topic = StoredTopics().FirstOrDefault(each => each.Name == put.Topic && !each.Deleting);
        var isThere = put.Subscription is null
            ? topic?.Id == put.Id
            : topic is not null && SubscriptionsOf(topic.Id).Any(each => each.Id == put.Id && each.Active);
        if (isUndisturbed && !isThere)
        {
            Fail($"{put.Topic}/{put.Subscription} was answered as {put.Id}, and is not there.");
        }
    }

    private void JudgeLeftovers()
    {
        foreach (var cursor in world.Cursors.All.Where(cursor => !IsThere(cursor.Id.SubscriptionId)))
        {
            Fail($"The cursor of {cursor.Id.SubscriptionId} in {cursor.Id.Stream} was left behind.");
        }

        foreach (var stream in world.Log.Filled.Where(stream => !IsThere(stream.TopicId)))
        {
            Fail($"Messages of {stream} were left behind.");
        }

        foreach (var message in world.Scheduled.All.Where(message => !IsThere(message.Place.TopicId)))
        {
            Fail($"{message.Id}, which waited in {message.Place}, was left behind.");
        }
    }

    private void Changed(CursorId id, CursorState? before, CursorState? after)
    {
        if (!IsThere(id.SubscriptionId))
        {
            Fail($"The cursor of {id.SubscriptionId} in {id.Stream} was written, though the subscription was deleted.");
        }

        if (before is null)
        {
            firsts[id] = world.HeadOf(id.Stream).Next;
        }

        if (before is null || after is null || seeking.GetValueOrDefault(id.SubscriptionId) > 0)
        {
            return;
        }

        foreach (var died in before.Parked.Where(each => each.IsExhausted && after.IsDone(each.Number) && each.Number >= world.LowOf(id.Stream)))
        {
            CountDeath(id, died.Number);
        }
    }

    private void CountDeath(CursorId id, long number)
    {
        if (!content.TryGetValue((id.Stream, number), out var text))
        {
            return;
        }

        var counted = dead.GetValueOrDefault((id.SubscriptionId, text));
        dead[(id.SubscriptionId, text)] = counted = counted with { Deaths = counted.Deaths + 1 };
        if (counted.Letters < counted.Deaths)
        {
            Fail($"{text} died {counted.Deaths} times for {id.SubscriptionId}, and is in its list {counted.Letters} times.");
        }
    }

    private void Closed(CursorId id)
    {
        if (StoredTopics().SelectMany(topic => SubscriptionsOf(topic.Id)).Any(each => each.Id == id.SubscriptionId && each.Active))
        {
            Fail($"The cursor of {id.SubscriptionId} in {id.Stream} was closed, though the subscription is there.");
        }

        var row = SubscriptionsOf(id.Stream.TopicId).FirstOrDefault(each => each.Id == id.SubscriptionId);
        foreach (var request in requests.Where(request => request is { IsDelete: true, EndedAt: null } && request.Subscription == row?.Name && request.Topic == row?.Topic))
        {
            request.Deleted.Add(id.SubscriptionId);
        }
    }

    private bool IsThere(string id) => StoredTopics().Any(topic => topic.Id == id || SubscriptionsOf(topic.Id).Any(each => each.Id == id))
        || world.Topics.HasSubscription(id);

    private IEnumerable<Topic> StoredTopics() => world.Topics.ListTopicsAsync(null, 100, CancellationToken.None).Result.Select(stored => stored.Topic);

    private IEnumerable<Subscription> SubscriptionsOf(string topicId) =>
        world.Topics.ListSubscriptionsAsync(topicId, null, 100, CancellationToken.None).Result.Select(stored => stored.Subscription);
}
