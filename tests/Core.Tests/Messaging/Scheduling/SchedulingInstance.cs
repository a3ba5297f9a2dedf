using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>One instance that publishes, delays and moves messages, over stores that several may share.</summary>
public sealed class SchedulingInstance
{
    public SchedulingInstance(
        IScheduledMessageStore? store = null, IMessageLog? log = null, ITopicStore? topics = null, FakeTimeProvider? time = null, int seed = 1)
    {
        Publishing = new PublishingInstance(log, topics, time, seed);
        Store = new UnreliableScheduledMessageStore(store ?? new InMemoryScheduledMessageStore());
        var streams = new StreamCloser(Publishing.Log, Publishing.Retry, Time);
        WakeUps = new ScheduleWakeUps(Publishing.Queue, Time, NullLogger<ScheduleWakeUps>.Instance);
        var scheduler = new Scheduler(
            Store, streams, WakeUps, Publishing.Retry, new PublishMetrics(PublishingInstance.CreateMeters()), new SeededRandomNumberGenerator(seed),
            Time, NullLogger<Scheduler>.Instance);
        Publisher = new DelayingPublisher(Publishing.Publisher, scheduler, Time);
        Mover = new ScheduleMover(Store, Publishing.Directory, streams, Publisher, Time, NullLogger<ScheduleMover>.Instance);
        Scheduled = new ScheduledMessages(Store, Publishing.Retry, Time);
    }

    public PublishingInstance Publishing { get; }

    public FakeTimeProvider Time => Publishing.Time;

    public UnreliableScheduledMessageStore Store { get; }

    public ScheduleWakeUps WakeUps { get; }

    public DelayingPublisher Publisher { get; }

    public ScheduleMover Mover { get; }

    public ScheduledMessages Scheduled { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A message that is due some time from now.</summary>
    public NewMessage Message(string json, double seconds, string? id = null, string? key = null) =>
        new(new MessageContent { Data = Encoding.UTF8.GetBytes(json), OrderingKey = key }, id) { DeliverAt = Time.GetUtcNow().AddMilliseconds(Math.Round(seconds * 1_000)) };

    public Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, params NewMessage[] messages) => Publisher.PublishAsync(topic, messages, Cancel);

    public async Task<PublishResult> PublishOneAsync(Topic topic, string json, double seconds, string? id = null) =>
        (await PublishAsync(topic, Message(json, seconds, id)))[0];

    public Task<int> MoveAsync() => Mover.RunAsync(Cancel);

    public async Task<string[]> WaitingAsync(Topic topic) =>
        [.. (await Scheduled.ListAsync(topic, null, 1_000, Cancel)).Messages.Select(message => Encoding.UTF8.GetString(message.Content().Data.Span))];

    /// <summary>The data of everything in the log.</summary>
    public Task<string[]> TextsAsync(Topic topic) => Publishing.TextsAsync(topic);
}
