using System.Collections.Concurrent;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>What was acknowledged is there after the process was killed in the middle of its work.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class LinkSurvivalTests
{
    private const int Rounds = 3;
    private const int Clients = 16;
    private const int AcknowledgedPerRound = 400;
    private const int DeleteEvery = 5;

    private readonly ConcurrentDictionary<string, string> alive = new();
    private readonly ConcurrentDictionary<string, bool> deleted = new();

    [Fact]
    public async Task Finds_every_acknowledged_link_after_a_kill_in_the_middle_of_creating()
    {
        using var folder = new TempFolder();
        for (var round = 0; round < Rounds; round++)
        {
            await using var host = await LocalHostProcess.StartAsync(folder.Path);
            await CreateUntilKilledAsync(host, await AdminKeyAsync(folder));
        }

        await using var last = await LocalHostProcess.StartAsync(folder.Path);
        using var client = new ApiClient(last.Address, await AdminKeyAsync(folder));
        foreach (var (key, url) in alive)
        {
            using var followed = await client.GetAsync($"/{key}");
            Assert.Equal((HttpStatusCode.MovedPermanently, url), (followed.Status, followed.Header("Location")));
        }

        foreach (var key in deleted.Keys)
        {
            using var followed = await client.GetAsync($"/{key}");
            Assert.Equal(HttpStatusCode.Gone, followed.Status);
        }

        Assert.True(alive.Count + deleted.Count >= Rounds * AcknowledgedPerRound);
        Assert.NotEmpty(deleted);
    }

    private static async Task<string> AdminKeyAsync(TempFolder folder) =>
        (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim();

    private async Task CreateUntilKilledAsync(LocalHostProcess host, string adminKey)
    {
        var before = alive.Count + deleted.Count;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, Clients).Select(number => CreateAsync(host.Address, adminKey, number, () =>
        {
            if (alive.Count + deleted.Count >= before + AcknowledgedPerRound)
            {
                enough.TrySetResult();
            }
        })).ToArray();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await host.KillAsync();
        await Task.WhenAll(clients);
    }

    private async Task CreateAsync(Uri address, string key, int number, Action acknowledged)
    {
        using var client = new ApiClient(address, key);
        try
        {
            for (var i = 0; ; i++)
            {
                await CreateOneAsync(client, $"https://example.com/{number}/{i}", delete: i % DeleteEvery == DeleteEvery - 1);
                acknowledged();
            }
        }
        catch (HttpRequestException)
        {
            // The process was killed under this client's hands; what it had not been told does not count.
        }
    }

    private async Task CreateOneAsync(ApiClient client, string url, bool delete)
    {
        using var created = await client.PostAsync("/api/links", new { url });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var key = created.Text("key");
        if (!delete)
        {
            Assert.True(alive.TryAdd(key, url), "A key was issued twice.");
            return;
        }

        using var gone = await client.DeleteAsync($"/api/links/{key}");
        Assert.Equal(HttpStatusCode.NoContent, gone.Status);
        Assert.True(deleted.TryAdd(key, true), "A key was issued twice.");
    }
}
