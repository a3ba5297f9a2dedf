using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.UrlShortening.Following;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>A change on one instance is followed by another that has the link in memory.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class LinkInvalidationTests
{
    [Fact]
    public async Task Reaches_an_instance_that_remembers_the_link()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, "--instances", "2", .. await Backing.ArgumentsAsync(folder.Path)]);
        var other = cluster.Services[1];
        using var received = new ReceivedInvalidations(other);
        await other.GetRequiredService<LinkInvalidationListener>().Listening.WaitAsync(TestContext.Current.CancellationToken);
        using var editor = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        using var visitor = new ApiClient(cluster.Addresses[1], null);
        using var created = await editor.PostAsync("/api/links", new { url = "https://example.com/old", alias = "remembered" });
        using var before = await visitor.GetAsync("/remembered");

        using var changed = await editor.PatchAsync("/api/links/remembered", new { url = "https://example.com/new" });
        await received.NextAsync();
        using var after = await visitor.GetAsync("/remembered");
        using var deleted = await editor.DeleteAsync("/api/links/remembered");
        await received.NextAsync();
        using var gone = await visitor.GetAsync("/remembered");

        Assert.Equal(("https://example.com/old", "https://example.com/new"), (before.Header("Location"), after.Header("Location")));
        gone.IsProblem(HttpStatusCode.Gone, "link-gone");
    }

    [Fact]
    public async Task Is_not_needed_to_follow_an_alias_that_was_asked_for_before_it_was_made()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync(["--port", "0", "--data", folder.Path, .. await Backing.ArgumentsAsync(folder.Path)]);
        using var client = new ApiClient(cluster.Addresses[0], cluster.AdminKey!.Key);
        foreach (var alias in new[] { "alone-made", "batch-made" })
        {
            using var unknown = await client.GetAsync("/" + alias);
            Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        }

        using var alone = await client.PostAsync("/api/links", new { url = "https://example.com/", alias = "alone-made" });
        using var batch = await client.PostAsync("/api/links", new[] { new { url = "https://example.com/", alias = "batch-made" } });
        using var first = await client.GetAsync("/alone-made");
        using var second = await client.GetAsync("/batch-made");
        Assert.Equal((HttpStatusCode.MovedPermanently, HttpStatusCode.MovedPermanently), (first.Status, second.Status));
    }
}
