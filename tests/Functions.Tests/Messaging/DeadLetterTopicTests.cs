using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Who may name a topic for dead letters, and what becomes of a subscription whose topic for them is gone.</summary>
public sealed class DeadLetterTopicTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static readonly object Pull = new { mode = "pull" };

    [Fact]
    public async Task Is_set_by_those_alone_who_may_publish_there()
    {
        using var admin = app.Admin();
        var (mine, victim, own) = (await admin.TopicAsync(), await admin.TopicAsync(), await admin.TopicAsync());
        using var client = await app.ClientAsync("shop", $"topics.manage:{mine}", $"publish:{own}", $"publish:none-*");
        var path = $"/api/topics/{mine}/subscriptions/mail";
        using var forbidden = await client.PutAsync(path, new { delivery = Pull, deadLetterTopic = victim });
        using var missing = await client.PutAsync(path, new { delivery = Pull, deadLetterTopic = "none-at-all" });
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (forbidden.Status, missing.Status));
        Assert.Equal(Reasons(missing), Reasons(forbidden));
        using var absent = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, absent.Status);

        using var made = await client.PutAsync(path, new { delivery = Pull, deadLetterTopic = own });
        using var changed = await client.PatchAsync(path, new { deadLetterTopic = victim });
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest), (made.Status, changed.Status));
        Assert.Equal(Reasons(missing), Reasons(changed));
    }

    [Fact]
    public async Task Stays_where_somebody_changes_the_rest_who_could_not_set_it()
    {
        using var admin = app.Admin();
        var (mine, other) = (await admin.TopicAsync(), await admin.TopicAsync());
        var path = $"/api/topics/{mine}/subscriptions/mail";
        using var made = await admin.PutAsync(path, new { delivery = Pull, deadLetterTopic = other });
        using var client = await app.ClientAsync("shop", $"topics.manage:{mine}");
        using var paused = await client.PatchAsync(path, new { paused = true });
        using var put = await client.PutTextAsync(path, paused.Json.GetRawText());
        Assert.Equal((HttpStatusCode.OK, other), (put.Status, put.Text("deadLetterTopic")));
    }

    [Fact]
    public async Task Is_said_to_be_missing_where_it_was_deleted_and_keeps_nobody_from_changing_the_subscription()
    {
        using var client = app.Admin();
        var (topic, letters) = (await client.TopicAsync(), await client.TopicAsync());
        var path = $"/api/topics/{topic}/subscriptions/mail";
        using var made = await client.PutAsync(path, new { delivery = Pull, deadLetterTopic = letters });
        Assert.False(made.Json.TryGetProperty("deadLetterTopicMissing", out _));
        using var deleted = await client.DeleteAsync($"/api/topics/{letters}");
        using var read = await client.GetAsync(path);
        using var list = await client.GetAsync($"/api/topics/{topic}/subscriptions");
        using var put = await client.PutTextAsync(path, read.Json.GetRawText());
        using var paused = await client.PatchAsync(path, new { paused = true, filter = new { kind = "x" } });
        using var cleared = await client.SendAsync(HttpMethod.Patch, path, """{"deadLetterTopic":null}""");
        Assert.All([read.Json, list.Json.GetProperty("items")[0], put.Json, paused.Json], each => Assert.True(each.GetProperty("deadLetterTopicMissing").GetBoolean()));
        Assert.Equal((HttpStatusCode.OK, true), (paused.Status, paused.Json.GetProperty("paused").GetBoolean()));
        Assert.False(cleared.Json.TryGetProperty("deadLetterTopicMissing", out _));
    }

    private static string Reasons(ApiResponse response) => response.Json.GetProperty("errors").GetProperty("deadLetterTopic").ToString();
}
