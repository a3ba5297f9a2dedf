using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Messages pushed to an endpoint, all over real HTTP.</summary>
public sealed class PushTests(RunningApp app) : IClassFixture<RunningApp>
{
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

    private static async Task<bool> IsPausedAsync(ApiClient client, string topic)
    {
        using var found = await client.GetAsync($"/api/topics/{topic}/subscriptions/mail");
        return found.Json.GetProperty("paused").GetBoolean();
    }

    private static async Task SubscribeAsync(ApiClient client, string topic, string name, PushReceiver receiver)
    {
        using var made = await client.PutAsync(
            $"/api/topics/{topic}/subscriptions/{name}", new { delivery = new { mode = "push", endpoint = new Uri(receiver.Address, name).ToString() } });
        Assert.True(made.Status is HttpStatusCode.Created or HttpStatusCode.OK);
    }

    private static async Task PublishAsync(ApiClient client, string topic, int first, int count)
    {
        using var published = await client.PostAsync(
            $"/api/topics/{topic}/publish", new { messages = Enumerable.Range(first, count).Select(number => new { data = new { number } }) });
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }
}
