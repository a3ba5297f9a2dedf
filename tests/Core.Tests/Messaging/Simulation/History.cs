using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// One life of the message queue, made from a seed: instances publish, deliver, settle, seek, trim and dead-letter while
/// they are killed, requests, answers and signals get lost, wake-ups come twice, consumers are slow or fail, and time passes.
/// </summary>
internal sealed class History
{
    private const int Steps = 500;
    private const int MostDrains = 400;
    private const int RoundsASweep = 6;

    private readonly Random random;
    private readonly World world;
    private readonly SimulationContext context;
    private readonly Actions actions;
    private readonly Topic topic;
    private readonly Subscription push;
    private readonly InstanceGroup instances;

    private History(int seed, bool isCalm, Bug bug, SimulationContext context)
    {
        this.context = context;
        random = new Random(seed);
        topic = new Topic { Id = "t", Name = "topic", Shards = 2, CreatedAt = SampleMessages.Start, MaxAge = TimeSpan.FromMinutes(1 + random.Next(10)) };
        push = SampleMessages.Subscription(topic, "push") with
        {
            Id = "p",
            Delivery = SampleMessages.Push() with { Verified = true },
            Retry = new RetryPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 3),
        };
        world = new World(random, isCalm, bug) { Topic = topic, Push = push };
        actions = new Actions(world, random, topic);
        instances = new InstanceGroup(world, context, random, world.Ledger.Fail);
    }

    /// <summary>Lives it and returns which guarantee was broken; null when none was.</summary>
    /// <param name="isCalm">Nothing dies and nothing gets lost.</param>
    public static string? Run(int seed, Bug bug = Bug.None, bool isCalm = false)
    {
        var context = new SimulationContext();
        SynchronizationContext.SetSynchronizationContext(context);
        var history = new History(seed, isCalm, bug, context);
        history.Begin();
        for (var step = 0; step < Steps && history.world.Ledger.Violation is null; step++)
        {
            history.Step();
        }

        return history.world.Ledger.Violation ?? history.End();
    }

    private void Begin()
    {
        world.Gate.IsOpen = true;
        world.Topics.TryAddTopicAsync(topic, CancellationToken.None);
        world.Topics.TryAddSubscriptionAsync(push, CancellationToken.None);
        world.Ledger.Know(push);
        instances.Finish(instance => instance.Cursors.TryCreateAsync(topic, push, CancellationToken.None));
        instances.Finish(instance => actions.CreateAsync(instance, fresh => fresh));
        instances.Finish(instance => actions.CreateAsync(instance, fresh => fresh with { Name = "ordered", Ordered = true, OnExhausted = random.Next(2) == 0 ? ExhaustedAction.Block : ExhaustedAction.DeadLetter }));
        instances.Finish(instance => actions.CreateAsync(instance, fresh => fresh with
        {
            Name = "filtered",
            OnExhausted = ExhaustedAction.Drop,
            Filter = new MessageFilter(new Dictionary<string, AttributeCondition> { ["kind"] = new AttributeCondition.Prefix("x") }),
        }));
        world.Gate.IsOpen = false;
    }

    private void Step()
    {
        switch (random.Next(100))
        {
            case < 4:
                world.Time.Advance(TimeSpan.FromMilliseconds(random.Next(3) == 0 ? random.Next(60_000) : random.Next(2_000)));
                break;
            case 4 when !world.IsCalm:
                instances.Kill(random.Next(InstanceGroup.Count));
                break;
            case 4 or 5 when world.IsCalm:
                CheckWakeUps();
                break;
            case < 35:
                instances.StartSomething(NextOperation);
                break;
            default:
                if (!world.Gate.TryRelease())
                {
                    instances.StartSomething(NextOperation);
                }

                break;
        }

        instances.Advance();
    }

    private Func<SimulatedInstance, Task> NextOperation()
    {
        var subscription = actions.Subscriptions.Count == 0 ? push : actions.Subscriptions[random.Next(actions.Subscriptions.Count)];
        var held = actions.InHand.Count == 0 ? null : actions.InHand[random.Next(actions.InHand.Count)];
        return random.Next(100) switch
        {
            < 40 when world.IsCalm => random.Next(12) switch
            {
                < 3 => actions.PublishAsync,
                3 => actions.DelayAsync,
                _ => WorkAsync,
            },
            < 3 => actions.DelayAsync,
            3 => actions.RepeatOrCancelAsync,
            4 => actions.MoveAsync,
            < 25 => actions.PublishAsync,
            < 50 when subscription != push => instance => actions.PullAsync(instance, subscription, 1 + random.Next(6)),
            < 65 when held is not null => instance => actions.AcknowledgeAsync(instance, [held]),
            < 71 when held is not null => instance => actions.NackAsync(instance, held),
            < 73 when held is not null => instance => actions.ExtendAsync(instance, held),
            < 75 when held is not null => instance => actions.ForgeAsync(instance, held, subscription),
            < 88 => WorkAsync,
            < 90 => random.Next(4) == 0 ? actions.FindDeletedAsync : actions.TrimAsync,
            90 when !world.IsCalm => instance => actions.PauseAsync(instance, paused: random.Next(3) == 0),
            91 when subscription != push => instance => actions.DeleteAsync(instance, subscription),
            92 when subscription != push && random.Next(4) == 0 => instance => actions.SeekAsync(instance, subscription),
            93 when !world.IsCalm => actions.SweepAsync,
            < 95 when subscription != push => instance => actions.ReplayAsync(instance, subscription),
            95 or 96 => instance => actions.RetryAsync(instance, random.Next(2) == 0 ? push : subscription),
            _ => WorkAsync,
        };
    }

    private Task WorkAsync(SimulatedInstance instance) =>
        world.Queue.TryTake(random) is { } message ? actions.WorkAsync(instance, message) : Task.CompletedTask;

    /// <summary>A step of a history in which nobody begins anything new, in an order that only chance decides.</summary>
    private void Finish()
    {
        switch (random.Next(8))
        {
            case 0:
                world.Time.Advance(StreamWakeUps.Interval);
                break;
            case 1 or 2:
                instances.Start(instances.Any(), WorkAsync);
                break;
            default:
                world.Gate.TryRelease();
                break;
        }

        instances.Advance();
    }

    /// <summary>When everything that was begun is finished, and nobody is on the way to a lane, nothing may be due on it.</summary>
    private void CheckWakeUps()
    {
        do
        {
            while (world.Gate.Held > 0 || world.Queue.HasWork)
            {
                Finish();
            }

            // What a publisher puts off for a moment may be still to come.
            world.Time.Advance(StreamWakeUps.Interval);
            context.Drain();
        }
        while (world.Gate.Held > 0 || world.Queue.HasWork);
        foreach (var stream in topic.Streams())
        {
            var state = world.StateOf(new CursorId(push.Id, stream))!;
            if (state.Next < world.HeadOf(stream).Next && !world.PushNow.Paused && !world.Queue.IsOnTheWay(new WakeUp(stream, push.Id, push.Name).Lane))
            {
                world.Ledger.Fail($"Nobody is on the way to {stream}, where messages from {state.Next} on are due.");
            }
        }
    }

    /// <summary>All instances die; then nothing fails any more, consumers take everything, and the timers run until nothing is left.</summary>
    private string? End()
    {
        for (var index = 0; index < InstanceGroup.Count; index++)
        {
            instances.Kill(index);
        }

        world.Gate.IsOpen = true;
        world.Replicas.AreFresh = true;
        actions.InHand.Clear();
        instances.Finish(instance => actions.PauseAsync(instance, paused: false));
        for (var round = 0; round < MostDrains && !IsDrained() && world.Ledger.Violation is null; round++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(10));
            context.Drain();
            if (round % RoundsASweep == 0)
            {
                instances.Finish(actions.SweepAsync);
                instances.Finish(actions.MoveAsync);
            }

            while (world.Queue.TryTake(random) is { } message)
            {
                instances.Finish(instance => actions.WorkAsync(instance, message));
            }

            actions.Subscriptions.ForEach(Consume);
        }

        world.Ledger.JudgeDelays();
        return world.Ledger.Violation ?? (IsDrained() ? null : $"Messages were never delivered: {Describe()}");
    }

    private void Consume(Subscription subscription)
    {
        var pull = instances.First.Puller.PullAsync(topic, subscription, MessagePuller.MaxMessages, TimeSpan.Zero, CancellationToken.None);
        context.Drain();
        foreach (var pulled in pull.Result.Messages)
        {
            var id = AckId.Read(pulled.AckId)!.Value;
            actions.InHand.Add(new Delivered(subscription, new StreamId(topic.Id, id.Shard), id.Message.Number, pulled.AckId));
        }

        instances.Finish(instance => actions.AcknowledgeAsync(instance, [.. actions.InHand]));
        actions.InHand.Clear();
    }

    private IEnumerable<(Subscription Subscription, StreamId Stream, CursorState? State)> Positions() =>
        from subscription in actions.Subscriptions.Append(push)
        from stream in topic.Streams()
        select (subscription, stream, world.StateOf(new CursorId(subscription.Id, stream)));

    // Where everything was too old, nobody is woken to say so: a cursor follows when it is used next.
    private bool IsDrained() => world.Scheduled.All.All(message => message.MovedTo is not null) && Positions().All(each =>
        each.State is { } state && Math.Max(state.LowestUndone, world.LowOf(each.Stream)) == world.HeadOf(each.Stream).Next);

    private string Describe() => string.Join("; ", Positions().Where(each => each.State?.LowestUndone != world.HeadOf(each.Stream).Next)
        .Select(each => $"{each.Subscription.Name} in {each.Stream} at {each.State?.LowestUndone}, {each.State?.Next} of {world.HeadOf(each.Stream).Next}, owner {each.State?.PushOwner}")
        .Append($"push paused: {world.PushNow.Paused}, at {world.Time.GetUtcNow():O}, waiting {world.Queue.Describe()}"));
}
