using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>What is shown of requests to an endpoint, over HTTP.</summary>
public sealed class AttemptsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Shows_each_attempt_with_what_came_back_newest_first()
    {
        await using var receiver = await PushReceiver.StartAsync();
        receiver.Answer = async (context, number) =>
        {
            if (number == 2 && receiver.Requests.Count(request => request.Number == 2) == 1)
            {
                context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                await context.Response.WriteAsync("what is that?", context.RequestAborted);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
        };
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, receiver);
        await PublishAsync(client, path, 1, 2, 3);
        await receiver.WaitAsync("/mail", 3);

        var attempts = await AttemptsAsync(client, path, "", 4);
        Assert.Equal(["m1", "m2", "m2", "m3"], attempts.Select(IdOf).Order(StringComparer.Ordinal));
        Assert.Equal(attempts.Select(attempt => attempt.GetProperty("at").GetDateTimeOffset()).OrderDescending(), attempts.Select(attempt => attempt.GetProperty("at").GetDateTimeOffset()));
        var failed = Assert.Single(await AttemptsAsync(client, path, "?failed=true", 1));
        Assert.Equal(
            ("m2", 2, 1, 422, "what is that?"),
            (IdOf(failed), failed.GetProperty("sequence").GetInt32(), failed.GetProperty("attempt").GetInt32(), failed.GetProperty("status").GetInt32(), failed.GetProperty("answer").GetString()));
        Assert.Equal(JsonValueKind.Null, failed.GetProperty("fault").ValueKind);
        Assert.StartsWith("PT", failed.GetProperty("duration").GetString(), StringComparison.Ordinal);
        Assert.Equal([204, 422], (await AttemptsAsync(client, path, "?messageId=m2", 2)).Select(attempt => attempt.GetProperty("status").GetInt32()));
        Assert.Empty(await AttemptsAsync(client, path, "?messageId=m9", 0));

        using var first = await client.GetAsync($"{path}/attempts?limit=3");
        using var rest = await client.GetAsync($"{path}/attempts?limit=3&continuation={first.Json.GetProperty("continuation").GetString()}");
        Assert.Equal((3, 1), (first.Json.GetProperty("items").GetArrayLength(), rest.Json.GetProperty("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, rest.Json.GetProperty("continuation").ValueKind);
        Assert.Equal(attempts.Select(each => each.GetRawText()), first.Json.GetProperty("items").EnumerateArray().Concat(rest.Json.GetProperty("items").EnumerateArray()).Select(each => each.GetRawText()));
    }

    [Fact]
    public async Task Shows_no_secret_that_an_endpoint_echoes()
    {
        await using var receiver = await PushReceiver.StartAsync();
        string? secret = null;
        receiver.Answer = async (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($"got {context.Request.Headers.Authorization} and {JsonSerializer.Serialize(secret)}; sorry", context.RequestAborted);
        };
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, receiver, paused: true, headers: new { authorization = "Bearer very/secret+key" }, made => secret = made);
        using var resumed = await client.PatchAsync(path, new { paused = false });
        await PublishAsync(client, path, 1);
        var attempt = (await AttemptsAsync(client, path, "?limit=1", 1))[0];
        Assert.NotNull(secret);
        Assert.Equal("got [redacted] and \"[redacted]\"; sorry", attempt.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task Shows_why_there_was_no_answer()
    {
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, new Uri("http://127.0.0.1:9/hook"));
        await PublishAsync(client, path, 1);
        var attempt = (await AttemptsAsync(client, path, "?limit=1", 1))[0];
        Assert.Equal(("unreachable", JsonValueKind.Null), (attempt.GetProperty("fault").GetString(), attempt.GetProperty("status").ValueKind));
    }

    [Fact]
    public async Task Shows_nothing_of_a_subscription_that_had_the_name_before()
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, receiver);
        await PublishAsync(client, path, 1);
        await AttemptsAsync(client, path, "", 1);
        using var deleted = await client.SendAsync(HttpMethod.Delete, path);
        using var missing = await client.GetAsync($"{path}/attempts");
        missing.IsProblem(HttpStatusCode.NotFound, "not-found");
        using var again = await client.PutAsync(path, Body(new Uri(receiver.Address, "/mail")));
        Assert.Equal(HttpStatusCode.Created, again.Status);
        using var attempts = await client.GetAsync($"{path}/attempts");
        Assert.Equal((HttpStatusCode.OK, 0), (attempts.Status, attempts.Json.GetProperty("items").GetArrayLength()));
    }

    [Fact]
    public async Task Refuses_what_it_can_not_use_and_who_may_not_read()
    {
        await using var receiver = await PushReceiver.StartAsync();
        using var client = app.Admin();
        var path = await SubscriptionAsync(client, receiver);
        using var publisher = await app.ClientAsync("attempts-publisher", "publish");
        using var reader = await app.ClientAsync("attempts-reader", "subscribe");
        using var forbidden = await publisher.GetAsync($"{path}/attempts");
        using var allowed = await reader.GetAsync($"{path}/attempts");
        using var flag = await client.GetAsync($"{path}/attempts?failed=maybe");
        using var place = await client.GetAsync($"{path}/attempts?continuation=abc");
        using var unknown = await client.GetAsync($"{path}/attempts?status=500");
        forbidden.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(HttpStatusCode.OK, allowed.Status);
        flag.Refuses("failed", "must be true or false");
        place.Refuses("continuation", "must be the value");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
    }

    private static string? IdOf(JsonElement attempt) => attempt.GetProperty("messageId").GetString();

    private static Task<string> SubscriptionAsync(
        ApiClient client, PushReceiver receiver, bool paused = false, object? headers = null, Action<string?>? secret = null) =>
        SubscriptionAsync(client, new Uri(receiver.Address, "/mail"), paused, headers, secret);

    private static async Task<string> SubscriptionAsync(
        ApiClient client, Uri endpoint, bool paused = false, object? headers = null, Action<string?>? secret = null)
    {
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions/mail";
        using var made = await client.PutAsync(path, Body(endpoint, paused, headers));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        secret?.Invoke(made.Json.GetProperty("delivery").GetProperty("secret").GetString());
        return path;
    }

    private static object Body(Uri endpoint, bool paused = false, object? headers = null) =>
        new { delivery = new { mode = "push", endpoint, headers }, retry = new { minBackoff = "PT1S", maxBackoff = "PT1S" }, paused };

    private static async Task PublishAsync(ApiClient client, string path, params int[] numbers)
    {
        using var published = await client.PostAsync(
            $"{path[..path.IndexOf("/subscriptions", StringComparison.Ordinal)]}/publish",
            new { messages = numbers.Select(number => new { data = new { number }, messageId = $"m{number}" }) });
        Assert.Equal(HttpStatusCode.OK, published.Status);
    }

    /// <summary>Attempts, as soon as there are so many.</summary>
    private static async Task<JsonElement[]> AttemptsAsync(ApiClient client, string path, string query, int count)
    {
        while (true)
        {
            using var listed = await client.GetAsync($"{path}/attempts{query}");
            Assert.Equal(HttpStatusCode.OK, listed.Status);
            var items = listed.Json.GetProperty("items").EnumerateArray().Select(item => item.Clone()).ToArray();
            if (items.Length >= count)
            {
                return items;
            }

            await Task.Yield();
        }
    }
}
