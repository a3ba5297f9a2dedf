using System.Collections.Concurrent;
using System.Text;
using Serverless.Azure.Tests.Emulators;
using Serverless.Azure.Tests.Operations;
using Serverless.Core.Access;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Azure.Tests.Faults;

/// <summary>
/// Three instances work while one request in ten fails in one of the ways that requests fail: what was acknowledged is there,
/// no key leads elsewhere, and every message reaches its subscription.
/// </summary>
public sealed class FaultsUnderLoadTests(Azurite azurite, ITestOutputHelper output)
{
    private const int Workers = 4;
    private const int Each = 40;
    private static readonly Uri Address = new("https://sho.rt");
    private static readonly Caller Owner = new("key-1", "owner", [Scope.Parse("links")]);

    private static readonly NetworkFault[] Faults =
    [
        NetworkFault.RequestLost, NetworkFault.AnswerLost, NetworkFault.AnswerLost, NetworkFault.TimedOut, NetworkFault.Unavailable, NetworkFault.TooMany,
    ];

    private readonly ConcurrentDictionary<string, string> links = new();
    private readonly ConcurrentDictionary<string, int> published = new();
    private readonly ConcurrentDictionary<string, int> received = new();
    private int faults;
    private int refusals;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Loses_nothing_that_was_acknowledged_and_issues_no_key_twice(int seed)
    {
        await using var first = await CountedApp.StartAsync(azurite);
        await using var second = await first.SiblingAsync(azurite);
        await using var third = await first.SiblingAsync(azurite);
        CountedApp[] instances = [first, second, third];
        await first.Get<TopicEditor>().PutAsync("orders", new TopicRequest { Shards = 2 }, Cancel);
        await first.Get<SubscriptionEditor>().PutAsync("orders", "mail", new SubscriptionRequest { Delivery = new DeliveryRequest { Mode = SubscriptionRules.Pull }, AckDeadline = TimeSpan.FromSeconds(10) }, _ => true, Cancel);

        Disturb(instances, seed);
        await Task.WhenAll(instances.SelectMany((app, index) => Enumerable.Range(0, Workers).SelectMany(worker => new[]
        {
            ShortenAsync(app, $"{index}-{worker}"), PublishAsync(app, $"{index}-{worker}"), ConsumeAsync(app, untilAll: false),
        })));
        foreach (var app in instances)
        {
            app.Storage.DisturbAll(null);
            app.Cosmos.DisturbAll(null);
        }

        await ConsumeAsync(first, untilAll: true).WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        output.WriteLine($"{links.Count} links, {published.Count} messages, {faults} faults, {refusals} refusals, {received.Values.Sum() - received.Count} delivered again.");
        Assert.True(faults > 50, $"There were {faults} faults.");
        foreach (var (key, url) in links)
        {
            Assert.Equal((LinkStatus.Ok, url), await FollowAsync(third, key));
        }

        Assert.DoesNotContain(published.Keys, message => !received.ContainsKey(message));
    }

    private void Disturb(CountedApp[] instances, int seed)
    {
        var random = new Random(seed);
        var gate = new Lock();
        NetworkFault Draw()
        {
            lock (gate)
            {
                var fault = random.Next(10) == 0 ? Faults[random.Next(Faults.Length)] : NetworkFault.None;
                faults += fault == NetworkFault.None ? 0 : 1;
                return fault;
            }
        }

        foreach (var app in instances)
        {
            app.Storage.DisturbAll(Draw);
            app.Cosmos.DisturbAll(() => Draw() is var fault && fault == NetworkFault.TooMany ? NetworkFault.RetryWith : fault);
        }
    }

    private async Task ShortenAsync(CountedApp app, string worker)
    {
        for (var i = 0; i < Each; i++)
        {
            var url = $"https://example.com/{worker}/{i}";
            try
            {
                var link = (await app.Get<LinkCreator>().CreateAsync(new NewLink { Url = url }, Owner, Address, Cancel)).Link!;
                Assert.True(links.TryAdd(link.Key, url), $"{link.Key} was issued twice.");
            }
            catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
            {
                Interlocked.Increment(ref refusals);
            }
        }
    }

    private async Task PublishAsync(CountedApp app, string worker)
    {
        for (var i = 0; i < Each; i++)
        {
            var id = $"{worker}-{i}";
            var topic = await PatientAsync(async () => await app.Get<TopicDirectory>().FindTopicAsync("orders", Cancel));
            var message = new NewMessage(new MessageContent { Data = Encoding.UTF8.GetBytes($"\"{id}\"") }, i % 2 == 0 ? id : null, null);
            if ((await app.Get<IPublisher>().PublishAsync(topic!, [message], Cancel))[0].IsStored)
            {
                published[$"\"{id}\""] = 1;
            }
            else
            {
                Interlocked.Increment(ref refusals);
            }
        }
    }

    private async Task ConsumeAsync(CountedApp app, bool untilAll)
    {
        for (var i = 0; untilAll ? published.Keys.Any(message => !received.ContainsKey(message)) : i < Each / 4; i++)
        {
            try
            {
                var topic = (await app.Get<TopicDirectory>().FindTopicAsync("orders", Cancel))!;
                var mail = (await app.Get<TopicDirectory>().FindSubscriptionAsync(topic.Id, "mail", Cancel))!;
                var pulled = await app.Get<MessagePuller>().PullAsync(topic, mail, 100, TimeSpan.FromSeconds(1), Cancel);
                foreach (var message in pulled.Messages)
                {
                    received.AddOrUpdate(Encoding.UTF8.GetString(message.Message.Content.Data.Span), 1, (_, count) => count + 1);
                }

                await app.Get<MessageSettler>().AcknowledgeAsync(topic, mail, [.. pulled.Messages.Select(message => message.AckId)], Cancel);
            }
            catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
            {
                Interlocked.Increment(ref refusals);
            }
        }
    }

    private async Task<T> PatientAsync<T>(Func<Task<T>> read)
    {
        while (true)
        {
            try
            {
                return await read();
            }
            catch (StoreUnavailableException)
            {
                Interlocked.Increment(ref refusals);
            }
        }
    }

    private static async Task<(LinkStatus Status, string? Url)> FollowAsync(CountedApp app, string key)
    {
        var visit = await app.Get<LinkVisits>().VisitAsync(key, default, Cancel);
        return (visit.Status, visit.Target?.Url);
    }
}
