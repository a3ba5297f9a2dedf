using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>Names that two instances make, delete and make again: what one of them remembers of them loses nothing.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class ReusedNamesTests : IAsyncLifetime
{
    private const string Topic = "/api/topics/orders";
    private const string Mail = Topic + "/subscriptions/mail";

    private static readonly object Pull = new { delivery = new { mode = "pull" }, start = "earliest" };

    private readonly TempFolder folder = new();
    private LocalCluster? cluster;
    private ApiClient? a;
    private ApiClient? b;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ApiClient A => a!;

    private ApiClient B => b!;

    public async ValueTask InitializeAsync()
    {
        cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--instances", "2", .. await Backing.ArgumentsAsync(folder.Path)]);
        a = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        b = new ApiClient(cluster.Addresses[1], cluster.AdminKey.Key);
    }

    public async ValueTask DisposeAsync()
    {
        a?.Dispose();
        b?.Dispose();
        await (cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        folder.Dispose();
    }

    [Fact]
    public async Task A_subscription_that_two_clients_make_at_once_delivers_after_everything_was_purged()
    {
        await PutAsync(A, Topic, new { shards = 8 });
        var paths = Enumerable.Range(0, 30).Select(i => $"{Topic}/subscriptions/s{i}").ToArray();
        foreach (var path in paths)
        {
            await Task.WhenAll(PutAsync(A, path, Pull), PutAsync(B, path, Pull));
        }

        await PurgeAsync();
        await PublishAsync(A, Enumerable.Range(0, 20));
        foreach (var path in paths)
        {
            Assert.Equal(Enumerable.Range(0, 20), (await PullAsync(B, path)).Select(Data).Order());
        }
    }

    [Fact]
    public async Task A_topic_that_two_clients_make_at_once_is_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var path = $"{Topic}-{round}";
            await Task.WhenAll(PutAsync(A, path, new { }), PutAsync(B, path, new { }), PutAsync(A, path, new { }));
            await PutAsync(A, $"{path}/subscriptions/mail", Pull);
            await PurgeAsync();
            await PublishAsync(B, [round], path);
            Assert.Equal([round], (await PullAsync(A, $"{path}/subscriptions/mail")).Select(Data));
        }
    }

    [Fact]
    public async Task A_topic_made_again_by_another_instance_gets_what_is_published_here()
    {
        await PutAsync(A, Topic, new { shards = 4 });
        await PublishAsync(B, [-1]);
        using var deleted = await A.DeleteAsync(Topic);
        await PutAsync(A, Topic, new { shards = 4 });
        await PutAsync(A, Mail, Pull);
        await PublishAsync(B, Enumerable.Range(0, 40));
        await PurgeAsync();
        Assert.Equal(Enumerable.Range(0, 40), (await PullAsync(A, Mail)).Select(Data).Order());
    }

    [Fact]
    public async Task A_publish_to_a_topic_that_another_instance_deleted_is_refused()
    {
        await PutAsync(A, Topic, new { });
        await PublishAsync(B, [1]);
        using var deleted = await A.DeleteAsync(Topic);
        using var refused = await B.PostTextAsync($"{Topic}/publish", """{"messages":[{"data":2}]}""");
        refused.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task An_acknowledgement_for_a_subscription_that_another_instance_deleted_is_none()
    {
        await PutAsync(A, Topic, new { });
        await PutAsync(A, Mail, Pull);
        await PublishAsync(B, [1]);
        var held = Assert.Single(await PullAsync(B, Mail));
        using var deleted = await A.DeleteAsync(Mail);
        await PutAsync(A, Mail, Pull);
        using var settled = await B.PostAsync($"{Mail}/ack", new { ackIds = new[] { held.GetProperty("ackId").GetString() } });
        Assert.Equal("unknown", settled.Json.GetProperty("results")[0].GetProperty("status").GetString());
        Assert.Equal(1, Data(Assert.Single(await PullAsync(B, Mail))));
    }

    [Fact]
    public async Task A_subscription_that_another_instance_deleted_is_not_found()
    {
        await PutAsync(A, Topic, new { });
        await PutAsync(A, Mail, Pull);
        await PullAsync(B, Mail);
        using var deleted = await A.DeleteAsync(Mail);
        using var pulled = await B.PostTextAsync($"{Mail}/pull", "{}");
        using var stats = await B.GetAsync($"{Mail}/stats");
        pulled.IsProblem(HttpStatusCode.NotFound, "not-found");
        stats.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    /// <summary>Does at once what the timer has done some minutes later.</summary>
    private async Task PurgeAsync()
    {
        var services = cluster!.Services[0];
        foreach (var tombstone in await services.GetRequiredService<ITopicStore>().ListTombstonesAsync(null, 1_000, Cancel))
        {
            await services.GetRequiredService<DeletedTopicsPurge>().RunAsync(tombstone, Cancel);
        }
    }

    private static async Task PutAsync(ApiClient client, string path, object body)
    {
        using var made = await client.PutAsync(path, body);
        Assert.True(made.Status is HttpStatusCode.OK or HttpStatusCode.Created, made.Json.GetRawText());
    }

    private static async Task PublishAsync(ApiClient client, IEnumerable<int> data, string topic = Topic)
    {
        using var published = await client.PostAsync($"{topic}/publish", new { messages = data.Select(each => new { data = each, orderingKey = $"{each}" }) });
        Assert.Equal(HttpStatusCode.OK, published.Status);
        Assert.All(published.Json.GetProperty("results").EnumerateArray(), result => Assert.True(result.TryGetProperty("id", out _), published.Json.GetRawText()));
    }

    private static async Task<JsonElement[]> PullAsync(ApiClient client, string path)
    {
        using var pulled = await client.PostTextAsync($"{path}/pull", "{}");
        Assert.Equal(HttpStatusCode.OK, pulled.Status);
        return [.. pulled.Json.GetProperty("messages").EnumerateArray().Select(message => message.Clone())];
    }

    private static int Data(JsonElement message) => message.GetProperty("data").GetInt32();
}
