using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Composition;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Messaging;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.Composition;

/// <summary>How stored clicks get to a topic, whatever the queue does.</summary>
public sealed class ClickEventsTests
{
    private readonly InMemoryTopicStore topics = new();
    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly RecordingPublisher publisher = new();

    [Fact]
    public async Task Publishes_each_count_with_its_hour_referrer_and_kind()
    {
        await MakeTopicAsync();
        var events = Events("clicks");
        events.Hear(Batch(1, Count("abcd", 3, "news.example"), Count("abcd", 2, isBot: true)));
        await events.Publishing;
        var message = Assert.Single(publisher.Stored);
        Assert.Equal("clicks-one-1-0", message.Id);
        Assert.Equal(
            """[{"key":"abcd","hour":"2026-11-23T10:00:00Z","day":"2026-11-23","referrer":"news.example","visitors":"people","clicks":3},"""
            + """{"key":"abcd","hour":"2026-11-23T10:00:00Z","day":"2026-11-23","referrer":"","visitors":"robots","clicks":2}]""",
            Encoding.UTF8.GetString(message.Content.Data.Span));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Publishes_nothing_where_no_topic_is_named(string? topic)
    {
        var events = Events(topic);
        events.Hear(Batch(1, Count("abcd", 1)));
        await events.Publishing;
        Assert.Empty(publisher.Stored);
    }

    [Fact]
    public async Task Splits_a_large_batch_into_messages_that_the_queue_takes()
    {
        await MakeTopicAsync();
        var events = Events("clicks");
        var referrer = new string('x', 253);
        events.Hear(Batch(1, [.. Enumerable.Range(0, (2 * ClickEvents.MaxEvents) + 1).Select(i => Count($"{i}".PadLeft(64, 'k'), 1_000_000_000_000, referrer))]));
        await events.Publishing;
        Assert.Equal(["clicks-one-1-0", "clicks-one-1-1", "clicks-one-1-2"], publisher.Stored.Select(message => message.Id));
        Assert.All(publisher.Stored, message => Assert.InRange(message.Content.Data.Length, 2, MessageContent.MaxDataBytes));
        Assert.Equal((2 * ClickEvents.MaxEvents) + 1, publisher.Stored.Sum(CountOf));
    }

    [Theory]
    [InlineData(PublishStatus.Overloaded)]
    [InlineData(PublishStatus.Unavailable)]
    [InlineData(null)]
    public async Task Keeps_what_the_queue_did_not_take_and_publishes_it_before_the_next_under_the_same_id(PublishStatus? status)
    {
        await MakeTopicAsync();
        var events = Events("clicks");
        publisher.Next = () => status is { } refused ? refused : throw new StoreUnavailableException("Down.");
        events.Hear(Batch(1, Count("abcd", 1)));
        await events.Publishing;
        Assert.Empty(publisher.Stored);
        publisher.Next = () => PublishStatus.Published;
        events.Hear(Batch(2, Count("abcd", 2)));
        await events.Publishing;
        Assert.Equal(["clicks-one-1-0", "clicks-one-2-0"], publisher.Stored.Select(message => message.Id));
    }

    [Fact]
    public async Task Waits_for_a_topic_that_is_made_later()
    {
        var events = Events("clicks");
        events.Hear(Batch(1, Count("abcd", 1)));
        await events.Publishing;
        await MakeTopicAsync();
        time.Advance(TopicDirectory.Staleness + TimeSpan.FromSeconds(1));
        events.Hear(Batch(2, Count("abcd", 1)));
        await events.Publishing;
        Assert.Equal(2, publisher.Stored.Count);
    }

    [Fact]
    public async Task Gives_the_oldest_up_when_too_many_wait()
    {
        await MakeTopicAsync();
        var events = Events("clicks");
        publisher.Next = () => PublishStatus.Unavailable;
        for (var i = 1; i <= ClickEvents.MaxWaiting + 3; i++)
        {
            events.Hear(Batch(i, Count("abcd", 1)));
            await events.Publishing;
        }

        publisher.Next = () => PublishStatus.Published;
        events.Hear(Batch(1_000, Count("abcd", 1)));
        await events.Publishing;
        Assert.Equal(ClickEvents.MaxWaiting, publisher.Stored.Count);
        Assert.Equal("clicks-one-5-0", publisher.Stored[0].Id);
    }

    [Fact]
    public async Task Lets_no_batch_that_can_not_be_published_keep_the_others_back()
    {
        await MakeTopicAsync();
        var events = Events("clicks");
        publisher.Next = () => throw new InvalidOperationException("Never.");
        events.Hear(Batch(1, Count("abcd", 1)));
        await events.Publishing;
        publisher.Next = () => PublishStatus.Published;
        events.Hear(Batch(2, Count("abcd", 1)));
        await events.Publishing;
        Assert.Equal("clicks-one-2-0", Assert.Single(publisher.Stored).Id);
    }

    [Fact]
    public async Task Returns_at_once_while_the_queue_does_not_answer()
    {
        await MakeTopicAsync();
        var events = Events("clicks");
        publisher.Held = new TaskCompletionSource();
        events.Hear(Batch(1, Count("abcd", 1)));
        events.Hear(Batch(2, Count("abcd", 1)));
        Assert.False(events.Publishing.IsCompleted);
        publisher.Held.SetResult();
        await events.Publishing;
        Assert.Equal(2, publisher.Stored.Count);
    }

    private static ClickBatch Batch(long number, params ClickCount[] clicks) => new("one", number, clicks);

    private static ClickCount Count(string key, long clicks, string referrer = "", bool isBot = false) =>
        new(new ClickSlot(key, "nonce", ClickSlot.HourOf(SampleLinks.Start), referrer, isBot), clicks);

    private static int CountOf(NewMessage message)
    {
        using var data = JsonDocument.Parse(message.Content.Data);
        return data.RootElement.GetArrayLength();
    }

    private Task<bool> MakeTopicAsync() => topics.TryAddTopicAsync(
        new Topic { Id = "t", Name = "clicks", CreatedAt = SampleLinks.Start }, TestContext.Current.CancellationToken);

    private ClickEvents Events(string? topic) => new(
        Options.Create(new LinksOptions { ClickTopic = topic }), new TopicDirectory(topics, time), publisher, FollowingInstance.CreateMetrics(), NullLogger<ClickEvents>.Instance);

    private sealed class RecordingPublisher : IPublisher
    {
        public List<NewMessage> Stored { get; } = [];

        public Func<PublishStatus> Next { get; set; } = () => PublishStatus.Published;

        public TaskCompletionSource? Held { get; set; }

        public async Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
        {
            await (Held?.Task ?? Task.CompletedTask);
            var status = Next();
            if (status == PublishStatus.Published)
            {
                Stored.AddRange(messages);
            }

            return [.. messages.Select(message => new PublishResult(status, new StreamId(topic.Id, 0), message.Id))];
        }
    }
}
