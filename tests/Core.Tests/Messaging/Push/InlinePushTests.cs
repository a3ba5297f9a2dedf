using System.Net;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging.Simulation;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>The process that has published delivers at once what it may, and what it can't or what it leaves behind goes by way of the queue.</summary>
public sealed class InlinePushTests
{
    [Fact]
    public void Delivers_without_the_queue_after_the_publisher_was_answered()
    {
        var stage = new Stage(inline: 2, endpoints: 1);
        var wasAnswered = false;
        stage.Arrived = () => wasAnswered = stage.Publishing!.IsCompletedSuccessfully;

        stage.Publish();

        Assert.Equal(["a 1"], stage.Received);
        Assert.True(wasAnswered);
        // Only what was promised before the commit.
        Assert.Equal((1, 1), (stage.World.Queue.Sent, stage.World.Queue.Count));
        Assert.False(stage.World.Queue.HasWork);
    }

    [Fact]
    public void Costs_fewer_queue_messages_for_a_burst_than_wake_ups_would()
    {
        int Sent(int inline)
        {
            var stage = new Stage(inline, endpoints: 3);
            for (var i = 0; i < 20; i++)
            {
                stage.Publish();
                stage.Pass(TimeSpan.FromMilliseconds(100));
                stage.WorkAll();
            }

            stage.Pass(TimeSpan.FromMinutes(1));
            stage.WorkAll();
            Assert.Equal(60, stage.Received.Count);
            return stage.World.Queue.Sent;
        }

        // Without: a fan-out and a wake-up of each lane for each commit, beside the promise.
        Assert.Equal(81, Sent(inline: 0));
        Assert.Equal(1, Sent(inline: 3));
    }

    [Fact]
    public void Wakes_the_lanes_at_once_that_it_has_no_place_for()
    {
        var stage = new Stage(inline: 2, endpoints: 5) { IsSilent = true };

        stage.Publish();

        Assert.Equal(["a 1", "b 1"], stage.Received);
        Assert.All(stage.Subscriptions[..2], each => Assert.False(stage.World.Queue.IsOnTheWay(stage.LaneOf(each))));
        Assert.All(stage.Subscriptions[2..], each => Assert.True(stage.World.Queue.IsOnTheWay(stage.LaneOf(each))));
    }

    [Fact]
    public void Leaves_those_beyond_the_ones_that_it_remembers_to_fan_out()
    {
        var stage = new Stage(inline: PushRememberedAtOnce, endpoints: PushRememberedAtOnce + 8);

        stage.Publish();
        Assert.Equal(PushRememberedAtOnce, stage.Received.Count);

        stage.WorkAll();
        Assert.Equal(PushRememberedAtOnce + 8, stage.Received.Count);
        Assert.Equal(PushRememberedAtOnce + 8, stage.Received.Distinct().Count());
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("not agreed")]
    [InlineData("patient")]
    public void Sends_endpoints_that_keep_it_waiting_to_their_queue(string kind)
    {
        var stage = new Stage(inline: 2, endpoints: 1, push => kind switch
        {
            "slow" => push with { Slow = true },
            "not agreed" => push with { Verified = false },
            _ => push with { Timeout = TimeSpan.FromSeconds(30) },
        });

        stage.Publish();

        Assert.Empty(stage.Received);
        Assert.True(stage.World.Queue.IsOnTheWay(stage.LaneOf(stage.Subscriptions[0])));
    }

    [Fact]
    public void Keeps_out_of_a_lane_that_somebody_has()
    {
        var stage = new Stage(inline: 2, endpoints: 1) { IsSilent = true };
        stage.Publish();

        // Another instance publishes while the first one waits for the endpoint.
        stage.Publish(instance: 1);
        Assert.Equal(["a 1"], stage.Received);

        stage.Answer();
        Assert.Equal(["a 1", "a 2"], stage.Received);
        stage.Answer();
        Assert.False(stage.World.Queue.HasWork);
    }

    [Fact]
    public void Delivers_what_is_published_while_it_delivers()
    {
        var stage = new Stage(inline: 1, endpoints: 1) { IsSilent = true };
        stage.Publish();
        stage.Publish();
        stage.Answer();
        stage.Answer();

        Assert.Equal(["a 1", "a 2"], stage.Received);
        Assert.False(stage.World.Queue.HasWork);
    }

    [Fact]
    public void A_process_that_dies_or_is_frozen_costs_seconds()
    {
        var stage = new Stage(inline: 2, endpoints: 1) { IsSilent = true };
        stage.Publish();
        Assert.Equal(["a 1"], stage.Received);
        stage.World.Gate.Drop(0);
        stage.IsSilent = false;

        var published = stage.World.Time.GetUtcNow();
        while (stage.Received.Count == 1 && stage.World.Time.GetUtcNow() - published < TimeSpan.FromMinutes(2))
        {
            stage.Pass(TimeSpan.FromSeconds(1));
            stage.WorkAll(instance: 1);
        }

        Assert.Equal(["a 1", "a 1"], stage.Received);
        Assert.InRange(stage.World.Time.GetUtcNow() - published, TurnTerm.Inline.Length, StreamWakeUps.PromiseDelay);
    }

    [Fact]
    public void Promises_so_often_that_a_promise_finds_the_lane_free()
    {
        var longest = TurnTerm.Inline.Slice + TurnTerm.Inline.Length;
        Assert.True(StreamWakeUps.PromiseDelay - StreamWakeUps.InlinePromiseRenewal > longest);
    }

    [Fact]
    public void Hands_its_lanes_over_when_the_host_stops()
    {
        var stage = new Stage(inline: 2, endpoints: 1) { IsSilent = true };
        stage.Publish();

        // The cancellation's callbacks run on another thread.
        var stopped = stage.Instances[0].Inline.StopAsync(CancellationToken.None);
        SpinWait.SpinUntil(
            () =>
            {
                stage.Drain();
                return stopped.IsCompleted;
            },
            TimeSpan.FromSeconds(30));

        Assert.True(stopped.IsCompletedSuccessfully);
        stage.IsSilent = false;
        stage.WorkAll(instance: 1);
        Assert.Equal(["a 1", "a 1"], stage.Received);

        stage.Publish();
        Assert.Equal(2, stage.Received.Count);
        stage.WorkAll(instance: 1);
        Assert.Equal("a 2", stage.Received[^1]);
    }

    private const int PushRememberedAtOnce = TopicDirectory.PushRemembered;

    /// <summary>Two instances whose continuations run on this thread, in the order in which they came.</summary>
    private sealed class Stage
    {
        private readonly SimulationContext context = new();
        private readonly List<TaskCompletionSource> silent = [];
        private readonly Topic topic = SampleMessages.Topic();
        private readonly Random random = new(1);
        private int published;

        public Stage(int inline, int endpoints, Func<Delivery.Push, Delivery.Push>? change = null)
        {
            SynchronizationContext.SetSynchronizationContext(context);
            Subscriptions =
            [
                .. Enumerable.Range(0, endpoints).Select(i => NameOf(i)).Select(name => SampleMessages.Subscription(topic, name) with
                {
                    Delivery = Changed(SampleMessages.Push($"https://example.com/{name}") with { Verified = true }),
                }),
            ];
            World = new World(random, isCalm: true, Bug.None)
            {
                Topic = topic,
                Push = Subscriptions[0],
                Inline = inline,
                Endpoint = (_, _) => new Receiver(this),
                Witness = new Unseen(),
            };
            World.Cursors.Changed = null;
            World.Gate.IsOpen = true;
            Instances = [new SimulatedInstance(0, 1, World), new SimulatedInstance(1, 2, World)];
            World.Topics.TryAddTopicAsync(topic, CancellationToken.None);
            foreach (var subscription in Subscriptions)
            {
                World.Topics.TryAddSubscriptionAsync(subscription, CancellationToken.None);
                Finish(Instances[0].Cursors.TryCreateAsync(topic, subscription, CancellationToken.None));
            }

            Delivery.Push Changed(Delivery.Push push) => change?.Invoke(push) ?? push;
        }

        public World World { get; }

        public SimulatedInstance[] Instances { get; }

        public Subscription[] Subscriptions { get; }

        /// <summary>Endpoint and number of each message, as they came.</summary>
        public List<string> Received { get; } = [];

        /// <summary>Endpoints answer only when they are told to.</summary>
        public bool IsSilent { get; set; }

        public Action? Arrived { get; set; }

        public Task? Publishing { get; private set; }

        public string LaneOf(Subscription subscription) => new WakeUp(topic.Streams().Single(), subscription.Id, subscription.Name).Lane;

        public void Publish(int instance = 0)
        {
            Publishing = Instances[instance].Publisher.PublishAsync(topic, [SampleMessages.Message($$"""{"n":{{++published}}}""")], CancellationToken.None);
            Finish(Publishing);
        }

        public void Answer()
        {
            TaskCompletionSource[] waiting = [.. silent];
            silent.Clear();
            Array.ForEach(waiting, each => each.SetResult());
            Pass(StreamWakeUps.Interval);
        }

        public void Pass(TimeSpan length)
        {
            World.Time.Advance(length);
            Drain();
        }

        /// <summary>Runs the functions of all queued messages that are due, and of those that follow from them.</summary>
        public void WorkAll(int instance = 0)
        {
            while (World.Queue.TryTake(random) is { } message)
            {
                Finish(new Actions(World, random, topic).WorkAsync(Instances[instance], message));
            }
        }

        public void Drain() => context.Drain();

        private void Finish(Task task)
        {
            Drain();
            Assert.True(task.IsCompletedSuccessfully, task.Exception?.ToString() ?? "It waits.");
        }

        private static string NameOf(int i) => i < 26 ? ((char)('a' + i)).ToString() : $"z{i}";

        private sealed class Receiver(Stage stage) : HttpMessageHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                stage.Received.Add($"{request.RequestUri!.AbsolutePath[1..]} {request.Headers.GetValues("webhook-id").Single().Split('_')[^1]}");
                stage.Arrived?.Invoke();
                if (stage.IsSilent)
                {
                    var answer = new TaskCompletionSource();
                    stage.silent.Add(answer);
                    await answer.Task.WaitAsync(cancellationToken);
                }

                return new HttpResponseMessage(HttpStatusCode.NoContent);
            }
        }

        /// <summary>Nobody keeps a record of commits here.</summary>
        private sealed class Unseen : ILogWitness
        {
            public void Committed(PackedEntry entry, StreamId stream)
            {
            }

            public void Trimmed(StreamId stream, long from, long to)
            {
            }

            public void Purged(StreamId stream)
            {
            }
        }
    }
}
