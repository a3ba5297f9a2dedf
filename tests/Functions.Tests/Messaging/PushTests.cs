using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Messages pushed to an endpoint, all over real HTTP.</summary>
public sealed class PushTests(RunningApp app) : IClassFixture<RunningApp>
{
    // So many are sent within the few seconds in which an instance believes what it knows of a subscription.
    private const int MostWithTheOldSecret = 1_000;

    [Fact]
    public async Task Each_message_arrives()
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var topic = await client.TopicAsync(new { shards = 4 });
        await SubscribeAsync(client, topic, "mail", receiver);
        await PublishAsync(client, topic, 1, 100);
        Assert.Equal(Enumerable.Range(1, 100), (await receiver.WaitAsync("/mail", 100)).Distinct().Order());
    }

    [Fact]
    public async Task A_message_that_fails_is_sent_again()
    {
        await using var receiver = await PushReceiver.StartAsync();
        var failures = 0;
        receiver.Answer = (context, number) => PushReceiver.AnswerAsync(
            context, number == 2 && Interlocked.Increment(ref failures) <= 2 ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent);
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        await SubscribeAsync(client, topic, "mail", receiver);
        await PublishAsync(client, topic, 1, 3);
        Assert.Equal([1, 2, 3], (await receiver.WaitAsync("/mail", 3)).Distinct().Order());
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_delays_no_other()
    {
        await using var receiver = await PushReceiver.StartAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async (context, _) =>
        {
            if (context.Request.Path == "/stuck")
            {
                await release.Task;
            }

            await PushReceiver.AnswerAsync(context, StatusCodes.Status204NoContent);
        };
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        await SubscribeAsync(client, topic, "stuck", receiver);
        await SubscribeAsync(client, topic, "mail", receiver);
        await PublishAsync(client, topic, 1, 50);
        await receiver.WaitAsync("/mail", 50);
        Assert.Empty(receiver.Numbers("/stuck"));
        release.SetResult();
        await receiver.WaitAsync("/stuck", 50);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_pauses_its_subscription_and_loses_nothing()
    {
        await using var receiver = await PushReceiver.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = (context, _) =>
        {
            context.Response.OnCompleted(() =>
            {
                asked.TrySetResult();
                return Task.CompletedTask;
            });
            return PushReceiver.AnswerAsync(context, StatusCodes.Status410Gone);
        };
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        await SubscribeAsync(client, topic, "mail", receiver);
        await PublishAsync(client, topic, 1, 2);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        while (!await IsPausedAsync(client, topic))
        {
            await Task.Yield();
        }

        receiver.Answer = (context, _) => PushReceiver.AnswerAsync(context, StatusCodes.Status204NoContent);
        using var resumed = await client.PatchAsync($"/api/topics/{topic}/subscriptions/mail", new { paused = false });
        Assert.Equal(HttpStatusCode.OK, resumed.Status);
        await receiver.WaitAsync("/mail", 2);
    }

    [Fact]
    public async Task Switching_from_pull_to_push_loses_nothing()
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var made = await client.PutAsync($"/api/topics/{topic}/subscriptions/mail", new { delivery = new { mode = "pull" } });
        await PublishAsync(client, topic, 1, 10);
        await SubscribeAsync(client, topic, "mail", receiver);
        await PublishAsync(client, topic, 11, 10);
        Assert.Equal(Enumerable.Range(1, 20), (await receiver.WaitAsync("/mail", 20)).Distinct().Order());
    }

    [Fact]
    public async Task Switching_from_push_to_pull_loses_nothing()
    {
        await using var receiver = await PushReceiver.StartAsync();
        receiver.Answer = (context, number) => PushReceiver.AnswerAsync(
            context, number % 2 == 0 ? StatusCodes.Status204NoContent : StatusCodes.Status500InternalServerError);
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        await SubscribeAsync(client, topic, "mail", receiver);
        await PublishAsync(client, topic, 1, 2);
        await receiver.WaitAsync("/mail", 1);
        using var switched = await client.PutAsync($"/api/topics/{topic}/subscriptions/mail", new { delivery = new { mode = "pull" } });
        Assert.Equal(HttpStatusCode.OK, switched.Status);
        await PublishAsync(client, topic, 3, 10);

        var pulled = new HashSet<int>();
        while (!Enumerable.Range(1, 12).All(number => pulled.Contains(number) || receiver.Numbers("/mail").Contains(number)))
        {
            using var answer = await client.PostAsync($"/api/topics/{topic}/subscriptions/mail/pull", new { wait = "PT20S" });
            var messages = answer.Json.GetProperty("messages").EnumerateArray().ToArray();
            pulled.UnionWith(messages.Select(message => message.GetProperty("data").GetProperty("number").GetInt32()));
            if (messages.Length > 0)
            {
                using var acked = await client.PostAsync(
                    $"/api/topics/{topic}/subscriptions/mail/ack", new { ackIds = messages.Select(message => message.GetProperty("ackId").GetString()) });
            }
        }

        Assert.Contains(1, pulled);
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_time_gets_it_and_loses_no_attempt()
    {
        await using var receiver = await PushReceiver.StartAsync();
        receiver.Answer = (context, _) =>
        {
            var isFirst = receiver.Requests.Count == 1;
            context.Response.Headers.RetryAfter = isFirst ? "2" : default;
            return PushReceiver.AnswerAsync(context, isFirst ? StatusCodes.Status429TooManyRequests : StatusCodes.Status204NoContent);
        };
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        await SubscribeAsync(client, topic, "mail", receiver, new { maxAttempts = 1 });
        await PublishAsync(client, topic, 1, 1);
        await receiver.WaitAsync("/mail", 1);
        var (first, second) = (receiver.Requests.First(), receiver.Requests.Last());
        Assert.Equal((2, first.Id), (receiver.Requests.Count, second.Id));
        // What is asserted is that it does not come early, which no slow machine breaks.
        Assert.True(TimeProvider.System.GetElapsedTime(first.At, second.At) >= TimeSpan.FromSeconds(1.9));
        using var letters = await client.GetAsync($"/api/topics/{topic}/subscriptions/mail/dead-letters");
        Assert.Equal(0, letters.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_rotated_secret_signs_beside_the_new_one()
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var old = await SubscribeAsync(client, topic, "mail", receiver);
        var next = "whsec_" + Convert.ToBase64String(new byte[32]);
        await PublishAsync(client, topic, 1, 1);
        await receiver.WaitAsync("/mail", 1);
        using var rotated = await client.PatchAsync($"/api/topics/{topic}/subscriptions/mail", new { delivery = new { secret = next } });
        Assert.Equal(HttpStatusCode.OK, rotated.Status);
        // A run that was under way sends what it leases next as it knew the subscription, and so does another instance for a while.
        for (var number = 2; receiver.Requests.Last().Signatures.Length < 2; number++)
        {
            Assert.InRange(number, 2, MostWithTheOldSecret);
            await PublishAsync(client, topic, number, 1);
            await receiver.WaitAsync("/mail", number);
        }

        var (before, after) = (receiver.Requests.First(), receiver.Requests.Last());
        Assert.Equal((1, false), (before.Signatures.Length, before.IsSignedBy(next)));
        Assert.Equal((2, true), (after.Signatures.Length, after.IsSignedBy(next)));
        Assert.All(receiver.Requests, request => Assert.True(request.IsSignedBy(old!)));
    }

    [Fact]
    public async Task A_paused_subscription_gets_nothing_until_it_is_resumed()
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        await SubscribeAsync(client, topic, "mail", receiver, paused: true);
        await SubscribeAsync(client, topic, "other", receiver);
        await PublishAsync(client, topic, 1, 20);
        await receiver.WaitAsync("/other", 20);
        Assert.Empty(receiver.Numbers("/mail"));
        using var resumed = await client.PatchAsync($"/api/topics/{topic}/subscriptions/mail", new { paused = false });
        Assert.Equal(HttpStatusCode.OK, resumed.Status);
        Assert.Equal(Enumerable.Range(1, 20), (await receiver.WaitAsync("/mail", 20)).Distinct().Order());
    }

    private static async Task<bool> IsPausedAsync(ApiClient client, string topic)
    {
        using var found = await client.GetAsync($"/api/topics/{topic}/subscriptions/mail");
        return found.Json.GetProperty("paused").GetBoolean();
    }

    /// <returns>The secret that was made; null if the subscription had one.</returns>
    private static async Task<string?> SubscribeAsync(ApiClient client, string topic, string name, PushReceiver receiver, object? retry = null, bool paused = false)
    {
        using var made = await client.PutAsync(
            $"/api/topics/{topic}/subscriptions/{name}",
            new { delivery = new { mode = "push", endpoint = new Uri(receiver.Address, name).ToString() }, retry, paused });
        Assert.True(made.Status is HttpStatusCode.Created or HttpStatusCode.OK);
        return made.Json.GetProperty("delivery").TryGetProperty("secret", out var secret) ? secret.GetString() : null;
    }

    private static async Task PublishAsync(ApiClient client, string topic, int first, int count)
    {
        using var published = await client.PostAsync(
            $"/api/topics/{topic}/publish", new { messages = Enumerable.Range(first, count).Select(number => new { data = new { number } }) });
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }
}
