using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Messages that wait for their next attempt are delivered now, over HTTP.</summary>
public sealed class RetryTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Delivers_what_was_put_off_and_counts_its_attempts_on()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "pull" } }, shards: 3);
        await PublishAsync(client, path, [.. Enumerable.Range(1, 20)]);
        await PutOffAsync(client, path, 20);

        using var some = await client.PostAsync($"{path}/retry", new { ids = new[] { "m3", "m17", "m3", "m99" } });
        Assert.Equal((HttpStatusCode.OK, 2, "m99"), (some.Status, some.Json.GetProperty("retried").GetInt32(), Assert.Single(some.Json.GetProperty("notWaiting").EnumerateArray()).GetString()));
        var due = await PullAsync(client, path, 2);
        Assert.Equal([("m17", 2), ("m3", 2)], due.Select(message => (message.Id, message.Attempt)).Order());

        using var leased = await client.PostAsync($"{path}/retry", new { ids = new[] { "m3" } });
        Assert.Equal((0, 1), (leased.Json.GetProperty("retried").GetInt32(), leased.Json.GetProperty("notWaiting").GetArrayLength()));
        using var rest = await client.PostAsync($"{path}/retry", new { all = true });
        Assert.Equal((18, 0), (rest.Json.GetProperty("retried").GetInt32(), rest.Json.GetProperty("notWaiting").GetArrayLength()));
        Assert.All(await PullAsync(client, path, 18), message => Assert.Equal(2, message.Attempt));
        using var none = await client.PostAsync($"{path}/retry", new { all = true });
        Assert.Equal(0, none.Json.GetProperty("retried").GetInt32());
    }

    [Fact]
    public async Task Wakes_a_pull_that_waits()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "pull" } });
        await PublishAsync(client, path, 1);
        await PutOffAsync(client, path, 1);
        var pull = client.PostAsync($"{path}/pull", new { wait = "PT20S" });
        using var retried = await client.PostAsync($"{path}/retry", new { all = true });
        Assert.Equal(1, retried.Json.GetProperty("retried").GetInt32());
        using var pulled = await pull;
        Assert.Equal(1, pulled.Json.GetProperty("messages").GetArrayLength());
    }

    [Theory]
    [InlineData("pull", false, "Consumers pull: what is due comes with their next pull. Nothing is sent to an endpoint.", "Consumers pull: nothing is sent to an endpoint. What is listed was sent while messages were pushed.")]
    [InlineData("pull", true, "The subscription is paused: what is due can be pulled after it is resumed.", "Consumers pull: nothing is sent to an endpoint. What is listed was sent while messages were pushed.")]
    [InlineData("push", true, "The subscription is paused: what is due is sent after it is resumed.", "The subscription is paused: nothing is sent until it is resumed.")]
    [InlineData("push", false, null, null)]
    public async Task Says_what_applies_to_a_subscription_that_is_paused_or_pulled(string mode, bool paused, string? retry, string? attempts)
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode, endpoint = mode == "push" ? "http://127.0.0.1:9/hook" : null } });
        using var unpaused = await client.PostAsync($"{path}/retry", new { all = true });
        using var changed = await client.PatchAsync(path, new { paused });
        using var all = await client.PostAsync($"{path}/retry", new { all = true });
        using var some = await client.PostAsync($"{path}/retry", new { ids = new[] { "none" } });
        using var listed = await client.GetAsync($"{path}/attempts");
        Assert.Equal((retry, retry, attempts), (HintOf(all), HintOf(some), HintOf(listed)));

        static string? HintOf(ApiResponse response) => response.Json.TryGetProperty("hint", out var hint) ? hint.GetString() : null;
    }

    [Fact]
    public async Task Says_why_a_subscription_was_paused()
    {
        await using var receiver = await PushReceiver.StartAsync();
        receiver.Answer = (context, _) => PushReceiver.AnswerAsync(context, StatusCodes.Status410Gone);
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "push", endpoint = new Uri(receiver.Address, "/mail") } });
        await PublishAsync(client, path, 1);
        string? hint;
        do
        {
            using var retried = await client.PostAsync($"{path}/retry", new { all = true });
            hint = retried.Json.TryGetProperty("hint", out var said) ? said.GetString() : null;
        }
        while (hint is null);

        Assert.Equal("The subscription is paused: what is due is sent after it is resumed. Why it is paused: The endpoint answered 410 Gone.", hint);
    }

    [Fact]
    public async Task Tries_an_endpoint_that_was_left_alone()
    {
        await using var receiver = await PushReceiver.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = (context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            context.Response.OnCompleted(() =>
            {
                asked.TrySetResult();
                return Task.CompletedTask;
            });
            return PushReceiver.AnswerAsync(context, StatusCodes.Status429TooManyRequests);
        };
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "push", endpoint = new Uri(receiver.Address, "/mail") } });
        await PublishAsync(client, path, 1);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        receiver.Answer = (context, _) => PushReceiver.AnswerAsync(context, StatusCodes.Status204NoContent);
        while (true)
        {
            using var retried = await client.PostAsync($"{path}/retry", new { ids = new[] { "m1" } });
            if (retried.Json.GetProperty("retried").GetInt32() == 1)
            {
                break;
            }
        }

        await receiver.WaitAsync("/mail", 1);
    }

    [Fact]
    public async Task Refuses_what_it_can_not_use_and_who_may_not_read()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new { delivery = new { mode = "pull" } });
        using var publisher = await app.ClientAsync("retry-publisher", "publish");
        using var forbidden = await publisher.PostAsync($"{path}/retry", new { all = true });
        using var neither = await client.PostAsync($"{path}/retry", new { });
        using var both = await client.PostAsync($"{path}/retry", new { all = true, ids = new[] { "m1" } });
        using var no = await client.PostAsync($"{path}/retry", new { all = false });
        using var empty = await client.PostAsync($"{path}/retry", new { ids = Array.Empty<string>() });
        using var missing = await client.PostAsync($"{path}-missing/retry", new { all = true });
        forbidden.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        neither.Refuses("all", "must be true");
        both.Refuses("all", "not both");
        no.Refuses("all", "must be true");
        empty.Refuses("ids", "must hold 1-100");
        missing.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    private static async Task<string> SubscriptionAsync(ApiClient client, object body, int shards = 1)
    {
        var path = $"/api/topics/{await client.TopicAsync(new { shards })}/subscriptions/mail";
        using var made = await client.PutAsync(path, body);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return path;
    }

    private static async Task PublishAsync(ApiClient client, string path, params int[] numbers)
    {
        using var published = await client.PostAsync(
            $"{path[..path.IndexOf("/subscriptions", StringComparison.Ordinal)]}/publish",
            new { messages = numbers.Select(number => new { data = new { number }, messageId = $"m{number}", orderingKey = $"k{number}" }) });
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }

    private static async Task PutOffAsync(ApiClient client, string path, int count)
    {
        var ackIds = (await PullAsync(client, path, count)).Select(message => message.AckId);
        using var returned = await client.PostAsync($"{path}/nack", new { ackIds, delay = "PT10M" });
        Assert.All(returned.Json.GetProperty("results").EnumerateArray(), result => Assert.Equal("returned", result.GetProperty("status").GetString()));
    }

    private static async Task<IReadOnlyList<(string Id, int Attempt, string AckId)>> PullAsync(ApiClient client, string path, int count)
    {
        var messages = new List<(string, int, string)>();
        while (messages.Count < count)
        {
            using var pulled = await client.PostAsync($"{path}/pull", new { max = 100, wait = "PT10S" });
            messages.AddRange(pulled.Json.GetProperty("messages").EnumerateArray().Select(message =>
                (message.GetProperty("id").GetString()!, message.GetProperty("attempt").GetInt32(), message.GetProperty("ackId").GetString()!)));
        }

        Assert.Equal(count, messages.Count);
        return messages;
    }
}
