using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Network;
using Serverless.Core.Tests.Messaging.Scheduling;

namespace Serverless.Core.Tests.Messaging.Topics;

/// <summary>What manages topics and subscriptions in one instance, over stores in memory.</summary>
public sealed class TopicsInstance
{
    public TopicsInstance()
    {
        Store = new UnreliableTopicStore(new InMemoryTopicStore());
        Publishing = new PublishingInstance(topics: Store);
        Cursors = new InMemoryCursors(Publishing.Log);
        var ids = new MessagingIds(new SeededRandomNumberGenerator(1));
        var addresses = new AddressPolicy(Options.Create(new NetworkOptions()));
        var wakeUps = new StreamWakeUps(Publishing.Queue, Publishing.Signals, Time, NullLogger<StreamWakeUps>.Instance);
        var endpoints = new PushWakeUps(Publishing.Queue, new MissingWakeUpMarks(), new EndpointTrust(addresses), NullLogger<PushWakeUps>.Instance);
        var streams = new StreamCloser(Publishing.Log, Publishing.Retry, Time);
        var deleter = new Deleter(Store, streams, Cursors, wakeUps, Time);
        Topics = new TopicEditor(Store, deleter, Publishing.Directory, ids, Publishing.Retry, Time);
        Subscriptions = new SubscriptionEditor(
            Store, Cursors, deleter, new SubscriptionRules(new EndpointRules(addresses), Time), Publishing.Directory, wakeUps, endpoints, ids, Publishing.Retry, Time);
        Trimmer = new TopicTrimmer(
            Store, Publishing.Log, Publishing.Reader, Cursors, deleter, Publishing.Retry, Time, NullLogger<TopicTrimmer>.Instance);
        Deleted = new DeletedTopics(Store, Publishing.Queue, Time);
        Purge = new DeletedTopicsPurge(
            Store, Publishing.Log, Scheduled, streams, Cursors, deleter, Time, NullLogger<DeletedTopicsPurge>.Instance);
    }

    public PublishingInstance Publishing { get; }

    public FakeTimeProvider Time => Publishing.Time;

    public UnreliableTopicStore Store { get; }

    public InMemoryCursors Cursors { get; }

    public InMemoryScheduledMessageStore Scheduled { get; } = new();

    public TopicEditor Topics { get; }

    public SubscriptionEditor Subscriptions { get; }

    public TopicTrimmer Trimmer { get; }

    public DeletedTopics Deleted { get; }

    public DeletedTopicsPurge Purge { get; }

    /// <summary>Which topics the caller may publish to.</summary>
    public Func<string, bool> MayPublish { get; set; } = _ => true;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<TopicResult> PutTopicAsync(string name = "orders", TopicRequest? request = null) =>
        Topics.PutAsync(name, request ?? new TopicRequest(), Cancel);

    public async Task<Topic> TopicAsync(TopicRequest? request = null) => (await PutTopicAsync(request: request)).Topic!;

    public Task<SubscriptionResult> PutAsync(string name = "mail", SubscriptionRequest? request = null, string topic = "orders") =>
        Subscriptions.PutAsync(topic, name, request ?? Pull, MayPublish, Cancel);

    public Task<SubscriptionResult> PatchAsync(Func<SubscriptionRequest, SubscriptionRequest> change) =>
        Subscriptions.PatchAsync("orders", "mail", change, MayPublish, Cancel);

    public static SubscriptionRequest Pull { get; } = new() { Delivery = new DeliveryRequest { Mode = "pull" } };

    public static SubscriptionRequest PushTo(string endpoint, string? secret = null) =>
        new() { Delivery = new DeliveryRequest { Mode = "push", Endpoint = endpoint, Secret = secret } };

    /// <summary>Runs the timer, and the queue function for each of its messages.</summary>
    public async Task<int> PurgeAsync()
    {
        var before = Publishing.Queue.Sent.Count;
        await Deleted.RunAsync(Cancel);
        var messages = Publishing.Queue.Sent.Skip(before).Where(sent => sent.Queue == DeletedTopics.Queue).ToArray();
        foreach (var message in messages)
        {
            await Purge.RunAsync(DeletedTopicsPurge.Parse(message.Message)!, Cancel);
        }

        return messages.Length;
    }
}
