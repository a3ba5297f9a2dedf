using System.Runtime.CompilerServices;
using System.Text;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Access;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Azure.Tests.Operations;

/// <summary>What each request of a user costs, counted at the wire, held to what was promised and to what is published.</summary>
public sealed class OperationCountsTests(Azurite azurite, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly Uri Address = new("https://sho.rt");
    private static readonly Caller Owner = new("key-1", "owner", [Scope.Parse("links")]);

    private CountedApp app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => app = await CountedApp.StartAsync(azurite);

    [Fact]
    public async Task A_check_is_one_round_trip_an_identity_and_none_when_a_denial_is_remembered()
    {
        await LimitAsync("by-user", "one", IdentityKind.User, 2);
        await LimitAsync("three-user", "three", IdentityKind.User, 1_000);
        await LimitAsync("three-key", "three", IdentityKind.ApiKey, 1_000);
        await LimitAsync("three-ip", "three", IdentityKind.Ip, 1_000);
        await app.Get<RuleRefresher>().RefreshAsync(Cancel);
        var caller = new RateLimitCaller("u", "k", "192.0.2.1");
        Assert.Equal(RateLimitStatus.Allowed, await CheckAsync("one", caller));

        var one = await app.CountAsync(async () => Assert.Equal(RateLimitStatus.Allowed, await CheckAsync("one", caller)));
        var three = await app.CountAsync(async () => Assert.Equal(RateLimitStatus.Allowed, await CheckAsync("three", caller)));
        Assert.Equal(RateLimitStatus.Denied, await CheckAsync("one", caller));
        var denied = await app.CountAsync(async () => Assert.Equal(RateLimitStatus.Denied, await CheckAsync("one", caller)));

        Assert.Equal(["EVALSHA"], one.Redis);
        Assert.Equal(["EVALSHA", "EVALSHA", "EVALSHA"], three.Redis);
        Assert.Empty(denied.Redis);
        Assert.Empty(one.Storage.Concat(three.Storage).Concat(denied.Storage));
        Published(one.Row("A check of one identity"), three.Row("A check of three identities"), denied.Row("A check that is denied again"));
    }

    [Fact]
    public async Task A_link_is_three_writes_and_a_block_of_keys_serves_sixty()
    {
        await app.Get<KeyPoolRefill>().RunAsync(Cancel);
        await ShortenAsync();
        var one = await app.CountAsync(() => ShortenAsync());
        var many = await app.CountAsync(async () =>
        {
            for (var i = 0; i < 120; i++)
            {
                await ShortenAsync();
            }
        });

        Assert.Equal(["POST Links", "PUT LinksByExpiry", "PUT LinksByLabel", "PUT LinksByOwner"], one.Storage);
        // A block lies in two rows, changed in one transaction.
        Assert.InRange(many.Storage.Count(request => request == "POST $batch"), 1, 2);
        output.WriteLine(string.Join(", ", many.Storage.Where(request => !request.Contains("Links", StringComparison.Ordinal))));
        Assert.Equal(480, many.Storage.Count(request => request.Contains("Links", StringComparison.Ordinal)));
        Published(one.Row("Shorten a URL"));
    }

    [Fact]
    public async Task A_redirect_is_nothing_hot_one_command_warm_and_three_and_a_read_cold()
    {
        // The first one has the scripts sent whole.
        await FollowAsync(app, await ShortenAsync());
        var key = await ShortenAsync();
        var cold = await app.CountAsync(() => FollowAsync(app, key));
        var hot = await app.CountAsync(() => FollowAsync(app, key));
        await using var sibling = await app.SiblingAsync(azurite);
        var warm = await sibling.CountAsync(() => FollowAsync(sibling, key));

        Assert.Empty(hot.Redis.Concat(hot.Storage));
        Assert.Equal(["GET"], warm.Redis);
        Assert.Empty(warm.Storage);
        Assert.Equal(["EVALSHA", "EVALSHA", "GET"], cold.Redis.Order(StringComparer.Ordinal));
        Assert.Equal(["GET Links"], cold.Storage);
        Published(hot.Row("A redirect, hot"), warm.Row("A redirect, warm"), cold.Row("A redirect, cold"));
    }

    [Fact]
    public async Task A_link_that_changes_is_promised_to_be_forgotten_before_it_is_written_and_one_that_gets_a_title_is_not()
    {
        var key = await ShortenAsync();
        await ChangeAsync(new LinkChange { Url = "https://example.com/first" });
        var target = await app.CountAsync(() => ChangeAsync(new LinkChange { Url = "https://example.com/new" }));
        var title = await app.CountAsync(() => ChangeAsync(new LinkChange { Title = "New" }));
        var deletion = await app.CountAsync(async () => Assert.Equal(LinkStatus.Ok, (await app.Get<LinkEditor>().DeleteAsync(key, Owner, Cancel)).Status));
        var restoration = await app.CountAsync(async () => Assert.Equal(LinkStatus.Ok, (await app.Get<LinkEditor>().RestoreAsync(key, new LinkRestoration(), Owner, Cancel)).Status));

        Assert.Equal([1, 0, 1, 0], new[] { target, title, deletion, restoration }.Select(counted => counted.Storage.Count(IsMessage)));
        Assert.All([target, title, deletion, restoration], counted => Assert.StartsWith("SET", Assert.Single(counted.Redis), StringComparison.Ordinal));

        async Task ChangeAsync(LinkChange change) => Assert.Equal(LinkStatus.Ok, (await app.Get<LinkEditor>().ChangeAsync(key, change, Owner, Address, Cancel)).Status);

        static bool IsMessage(string request) => request == "POST forget-link";
    }

    [Fact]
    public async Task Clicks_are_a_command_for_each_bucket_and_flush_and_a_transaction_for_a_hundred_links_and_run()
    {
        // The first of all make the table and the scripts known.
        var bucket = LinkShard.BucketOf("first");
        await ClickAsync(["first"]);
        await RollUpAsync(15);

        var others = KeysOutside(bucket, 7);
        var flush = await app.CountAsync(() => ClickAsync([.. KeysIn(bucket, 50), .. others]));
        await ClickAsync(KeysIn(bucket, 100));
        var rollUp = await app.CountAsync(() => RollUpAsync(30));

        Assert.Equal(Enumerable.Repeat("EVALSHA", 1 + others.Select(LinkShard.BucketOf).Distinct().Count()), flush.Redis);
        Assert.Empty(flush.Storage);
        Assert.Equal(["POST $batch"], rollUp.Storage);
        Assert.InRange(rollUp.Storage.Count / 100.0, 0, 0.02);
        Assert.Equal(Enumerable.Repeat("EVALSHA", 4), rollUp.Redis);
        Published(rollUp.Row("Roll up a bucket in which 100 links were followed"));

        async Task ClickAsync(IReadOnlyList<string> keys)
        {
            foreach (var key in keys)
            {
                app.Get<ClickCounter>().Count(key, "nonce", "", isBot: false);
            }

            Assert.True(await app.Get<ClickFlusher>().FlushAsync(Cancel));
        }

        Task RollUpAsync(long run) => app.Get<ClickRollUp>().RunAsync(new ClickRun(bucket, run), Cancel);
    }

    [Fact]
    public async Task Having_clicks_rolled_up_is_a_look_at_each_bucket_and_three_requests_for_one_that_holds_some()
    {
        app.Get<ClickCounter>().Count(KeysIn((int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 % 15), 1)[0], "nonce", "", isBot: false);
        await app.Get<ClickFlusher>().FlushAsync(Cancel);
        var looks = await app.CountAsync(() => app.Get<ClickRollUps>().RunAsync(Cancel));
        Assert.Equal(Enumerable.Repeat("EXISTS", looks.Redis.Count), looks.Redis);
        Assert.InRange(looks.Redis.Count, 68, 69);
        Assert.InRange(looks.Storage.Count, 0, 3);
    }

    [Fact]
    public async Task A_hundred_messages_are_one_transaction_to_publish_and_two_writes_to_consume()
    {
        await app.Get<TopicEditor>().PutAsync("orders", new TopicRequest(), Cancel);
        await app.Get<SubscriptionEditor>().PutAsync("orders", "mail", new SubscriptionRequest { Delivery = new DeliveryRequest { Mode = SubscriptionRules.Pull } }, _ => true, Cancel);
        await PublishAsync();
        await AcknowledgeAsync(await PullAsync());

        var publish = await app.CountAsync(PublishAsync);
        IReadOnlyList<string> ids = [];
        var pull = await app.CountAsync(async () => ids = await PullAsync());
        var acknowledge = await app.CountAsync(() => AcknowledgeAsync(ids));

        Assert.Equal(["batch log"], publish.Cosmos);
        Assert.Equal(2, publish.BatchOperations);
        Assert.Equal(["read log", "replace cursors"], pull.Cosmos.Where(request => request != "query log"));
        Assert.Equal(["replace cursors"], acknowledge.Cosmos);
        Assert.Empty(publish.Storage.Concat(pull.Storage).Concat(acknowledge.Storage));
        Assert.Empty(publish.Redis.Concat(pull.Redis).Concat(acknowledge.Redis));
        Published(publish.Row("Publish 100 messages of 1 KB"), pull.Row("Pull 100 messages"), acknowledge.Row("Acknowledge 100 messages"));
    }

    [Fact]
    public async Task A_delayed_message_is_a_write_and_a_look_at_its_topic_and_a_mark_and_a_removal_when_it_is_due()
    {
        var topic = (await app.Get<TopicEditor>().PutAsync("reminders", new TopicRequest(), Cancel)).Topic!;
        var due = TimeProvider.System.GetUtcNow().AddHours(1);
        await app.Get<IPublisher>().PublishAsync(topic, [Message()], Cancel);

        // The first of those that are due together has the wake-up sent.
        var first = await app.CountAsync(DelayAsync);
        var publish = await app.CountAsync(DelayAsync);
        await MakeDueAsync();
        await MoveAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => DelayAsync()));
        await MakeDueAsync();
        var move = await app.CountAsync(MoveAsync);

        output.WriteLine(string.Join(", ", move.Cosmos.GroupBy(request => request).Select(group => $"{group.Count()} {group.Key}")));
        Assert.Equal(["create scheduled", "read log", "read log", "upsert log"], publish.Cosmos);
        Assert.Contains("POST scheduled-messages", first.Storage);
        Assert.Empty(publish.Storage);
        Assert.Equal(100, move.Cosmos.Count(request => request == "replace scheduled"));
        Assert.Equal(100, move.Cosmos.Count(request => request == "delete scheduled"));
        Assert.Single(move.Cosmos, request => request == "batch log");
        Published(publish.Row("Publish a delayed message"), move.Row("Deliver 100 delayed messages that are due"));

        Task DelayAsync() => app.Get<IPublisher>().PublishAsync(topic, [Message() with { DeliverAt = due }], Cancel);

        async Task MakeDueAsync()
        {
            var store = app.Get<IScheduledMessageStore>();
            foreach (var waiting in await store.ListAsync(topic.Streams().First(), null, null, 1_000, Cancel))
            {
                await store.TryReplaceAsync(waiting, waiting.Message with { DueAt = waiting.Message.AcceptedAt }, Cancel);
            }
        }

        Task<int> MoveAsync() => app.Get<ScheduleMover>().MoveAsync(topic.Streams().First(), Cancel);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string[] KeysIn(int bucket, int count) => [.. ManyKeys().Where(key => LinkShard.BucketOf(key) == bucket).Take(count)];

    private static string[] KeysOutside(int bucket, int count) => [.. ManyKeys().Where(key => LinkShard.BucketOf(key) != bucket).Take(count)];

    private static IEnumerable<string> ManyKeys() => Enumerable.Range(0, int.MaxValue).Select(i => $"k{i:X7}");

    private static void Published(params ReadOnlySpan<string> rows)
    {
        var document = File.ReadAllLines(Path.Combine(DocumentsFolder(), "operation-counts.md"));
        foreach (var row in rows)
        {
            Assert.Contains(row, document);
        }
    }

    private static string DocumentsFolder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../docs"));

    private static async Task FollowAsync(CountedApp instance, string key) =>
        Assert.Equal(LinkStatus.Ok, (await instance.Get<LinkVisits>().VisitAsync(key, default, Cancel)).Status);

    private Task<bool> LimitAsync(string id, string op, IdentityKind identity, long requests) => app.Get<DocumentEditor<RateLimitRule>>().TryAddAsync(
        new RateLimitRule { Id = id, Api = "shop", Op = op, TimeUnit = RateLimitUnit.Hour, Requests = requests, Burst = requests, IdentifyBy = identity, Revision = id },
        Cancel);

    private async Task<RateLimitStatus> CheckAsync(string op, RateLimitCaller caller) =>
        (await app.Get<RateLimiter>().CheckAsync(new RateLimitCheck("shop", op, caller), Cancel)).Status;

    private async Task<string> ShortenAsync() =>
        (await app.Get<LinkCreator>().CreateAsync(new NewLink { Url = "https://example.com/" }, Owner, Address, Cancel)).Link!.Key;

    private static NewMessage Message() => new(new MessageContent { Data = Encoding.UTF8.GetBytes($"\"{new string('x', 1_022)}\"") }, null, null);

    private async Task PublishAsync()
    {
        var topic = (await app.Get<TopicDirectory>().FindTopicAsync("orders", Cancel))!;
        var results = await app.Get<IPublisher>().PublishAsync(topic, [.. Enumerable.Repeat(Message(), 100)], Cancel);
        Assert.All(results, result => Assert.True(result.IsStored));
    }

    private async Task<IReadOnlyList<string>> PullAsync()
    {
        var (topic, subscription) = await MailAsync();
        var pulled = await app.Get<MessagePuller>().PullAsync(topic, subscription, 100, TimeSpan.Zero, Cancel);
        Assert.Equal(100, pulled.Messages.Count);
        return [.. pulled.Messages.Select(message => message.AckId)];
    }

    private async Task AcknowledgeAsync(IReadOnlyList<string> ids)
    {
        var (topic, subscription) = await MailAsync();
        Assert.All(await app.Get<MessageSettler>().AcknowledgeAsync(topic, subscription, ids, Cancel), status => Assert.Equal(SettleStatus.Acknowledged, status));
    }

    private async Task<(Topic Topic, Subscription Subscription)> MailAsync()
    {
        var topic = (await app.Get<TopicDirectory>().FindTopicAsync("orders", Cancel))!;
        return (topic, (await app.Get<TopicDirectory>().FindSubscriptionAsync(topic.Id, "mail", Cancel))!);
    }
}
