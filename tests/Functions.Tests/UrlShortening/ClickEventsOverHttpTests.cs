using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Composition;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>Clicks come out of the topic that the settings name.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class ClickEventsOverHttpTests
{
    [Fact]
    public async Task A_subscription_gets_who_followed_which_link_from_where()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(
            ["--port", "0", "--data", folder.Path, "--Links:ClickTopic", "link-clicks", .. await Backing.ArgumentsAsync(folder.Path)]);
        using var client = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var topic = await client.PutAsync("/api/topics/link-clicks", new { });
        using var subscription = await client.PutAsync("/api/topics/link-clicks/subscriptions/analytics", new { delivery = new { mode = "pull" } });
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/", alias = "seen-twice" });
        foreach (var referrer in new[] { "https://news.example/today", "https://news.example/later" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/seen-twice");
            request.Headers.TryAddWithoutValidation("Referer", referrer);
            using var followed = await client.SendAsync(request);
        }

        await cluster.Services[0].GetRequiredService<ClickFlusher>().FlushAsync(TestContext.Current.CancellationToken);
        await cluster.Services[0].GetServices<IClickListener>().OfType<ClickEvents>().Single().Publishing;
        using var pulled = await client.PostAsync("/api/topics/link-clicks/subscriptions/analytics/pull", new { wait = "PT10S" });
        var events = Assert.Single(pulled.Json.GetProperty("messages").EnumerateArray()).GetProperty("data").EnumerateArray().ToArray();
        Assert.All(events, click => Assert.Equal(
            ("seen-twice", "news.example", "people"), (click.GetProperty("key").GetString(), click.GetProperty("referrer").GetString(), click.GetProperty("visitors").GetString())));
        Assert.Equal(2, events.Sum(click => click.GetProperty("clicks").GetInt64()));
    }
}
