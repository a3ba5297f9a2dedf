using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Overview;
using Serverless.Core.Storage;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.Overview;

/// <summary>What several instances counted and found is one page, whichever of them is asked.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class OverviewOfInstancesTests : IAsyncLifetime
{
    private static readonly AttentionItem[] Lagging =
        [new("full-window", "subscription", "orders/mail", "Subscription orders/mail gets nothing new.", "#/topics/orders/subscriptions/mail", "orders")];

    private readonly TempFolder folder = new();
    private LocalCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await LocalCluster.StartAsync(
        ["--port", "0", "--data", folder.Path, "--instances", "2", "--RateLimits:Deadline", "00:00:10", .. await Backing.ArgumentsAsync(folder.Path)]);

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Figures_are_summed_over_instances()
    {
        var clients = Clients();
        using var rule = await clients[0].PutAsync("/api/ratelimit/rules/summed", new { api = "summed", op = "x", timeUnit = "day", requests = 100 });
        using var known = await clients[1].PutAsync("/api/ratelimit/rules/summed", new { api = "summed", op = "x", timeUnit = "day", requests = 100 });
        for (var i = 0; i < 5; i++)
        {
            using var check = await clients[i % 2].PostAsync("/api/ratelimit/check", new { api = "summed", op = "x", caller = new { user = "ann" } });
            Assert.Equal(HttpStatusCode.OK, check.Status);
        }

        // Who is asked tells the others what it has counted.
        Assert.Equal(3, await AllowedAsync(clients[0]));
        Assert.Equal(5, await AllowedAsync(clients[1]));
        Assert.Equal(5, await AllowedAsync(clients[0]));
    }

    [Fact]
    public async Task What_needs_attention_is_told_by_one_and_named_to_those_who_may_know()
    {
        var admin = Clients()[1];
        using var key = await admin.PostAsync("/api/keys", new { owner = "team", scopes = new[] { "links" } });
        using var subscriber = await admin.PostAsync("/api/keys", new { owner = "mail", scopes = new[] { "subscribe:orders" } });
        using var team = new ApiClient(cluster.Addresses[1], key.Text("key"));
        using var mail = new ApiClient(cluster.Addresses[1], subscriber.Text("key"));
        var services = cluster.Services[0];
        services.GetRequiredService<PoisonMessages>().Record("fan-out", "a message");
        await services.GetRequiredService<TrafficFlusher>().TryFlushAsync(TestContext.Current.CancellationToken);
        string[] all = ["poison-messages fan-out", "full-window orders/mail"];
        foreach (var (client, expected) in new[] { (admin, all), (mail, all), (team, all[..1]) })
        {
            await services.GetRequiredService<IAttentionStore>().PutAsync("backlogs", Lagging, TestContext.Current.CancellationToken);
            using var found = await client.GetAsync("/api/overview");
            var items = found.Json.GetProperty("attention").EnumerateArray().ToArray();
            Assert.Equal(expected, items.Select(item => $"{item.GetProperty("kind").GetString()} {item.GetProperty("name").GetString()}"));
            Assert.DoesNotContain(items, item => item.TryGetProperty("topic", out _));
            Assert.Equal("#/topics/orders/subscriptions/mail", expected == all ? items[1].GetProperty("link").GetString() : "#/topics/orders/subscriptions/mail");
        }
    }

    private ApiClient[] Clients() => [.. cluster.Addresses.Select(address => new ApiClient(address, cluster.AdminKey!.Key))];

    private static async Task<long> AllowedAsync(ApiClient client)
    {
        using var traffic = await client.GetAsync("/api/ratelimit/rules/summed/traffic");
        return traffic.Json.GetProperty("minutes").EnumerateArray().Sum(minute => minute.GetProperty("allowed").GetInt64());
    }
}
