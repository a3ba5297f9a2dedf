using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Tests.RateLimiting.Servers;
using Serverless.LocalHost.Hosting;

namespace Serverless.Azure.Tests.Faults;

/// <summary>
/// The Storage account goes away in the middle of work and comes back. Azurite is asked to stop, which is when it writes down
/// what it has: what it loses when it is killed is not this application's to keep.
/// </summary>
public sealed class AzuriteRestartTests(Azurite azurite, ITestOutputHelper output)
{
    private const int Clients = 12;
    private const int Acknowledged = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, string> links = new();
    private readonly ConcurrentDictionary<string, bool> messages = new();
    private int failures;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_what_was_acknowledged_before_and_after_and_goes_on_by_itself()
    {
        // Skips where there is no Node.
        Assert.NotEmpty(azurite.ConnectionString);
        using var folder = new TempFolders();
        int[] ports = [LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free()];
        await using var cosmos = await StandInServer.StartAsync();
        var storage = await AzuriteProcess.StartAsync(folder.Storage, ports);
        await using var cluster = await LocalCluster.StartAsync(
            "--port", "0", "--data", folder.Data, "--instances", "3", "--Storage", storage.ConnectionString, "--Cosmos", cosmos.ConnectionString);
        using var admin = ClientOf(cluster, 0);
        (await admin.PutAsJsonAsync("/api/topics/orders", new { }, Cancel)).EnsureSuccessStatusCode();
        (await admin.PutAsJsonAsync("/api/topics/orders/subscriptions/mail", new { delivery = new { mode = "pull" } }, Cancel)).EnsureSuccessStatusCode();

        using var enough = new CancellationTokenSource();
        var work = Enumerable.Range(0, Clients).Select(number => WorkAsync(cluster, number, enough.Token)).ToArray();
        await ReachAsync(() => links.Count >= Acknowledged);
        await storage.StopAsync();
        await storage.DisposeAsync();
        await ReachAsync(() => Volatile.Read(ref failures) >= Clients);
        storage = await AzuriteProcess.StartAsync(folder.Storage, ports);
        await using var restarted = storage;
        var before = links.Count;
        await ReachAsync(() => links.Count >= before + Acknowledged);
        await enough.CancelAsync();
        await Task.WhenAll(work);

        output.WriteLine($"{links.Count} links, {messages.Count} messages, {failures} failures.");
        foreach (var (key, url) in links)
        {
            using var followed = await admin.GetAsync($"/{key}", Cancel);
            Assert.Equal((HttpStatusCode.MovedPermanently, url), (followed.StatusCode, followed.Headers.Location?.ToString()));
        }

        Assert.Empty(messages.Keys.Except(await ConsumeAsync(admin)));
    }

    private static HttpClient ClientOf(LocalCluster cluster, int number)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = cluster.Addresses[number % cluster.Addresses.Count] };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.AdminKey!.Key);
        return client;
    }

    private async Task WorkAsync(LocalCluster cluster, int number, CancellationToken enough)
    {
        using var client = ClientOf(cluster, number);
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var name = $"{number}-{i}";
            var url = $"https://example.com/{name}";
            if (await SendAsync(client, "/api/links", new { url }) is { } link)
            {
                Assert.True(links.TryAdd(link.GetProperty("key").GetString()!, url), "A key was issued twice.");
            }

            if (await SendAsync(client, "/api/topics/orders/publish", new { messages = new[] { new { data = name } } }) is not null)
            {
                messages[name] = true;
            }
        }
    }

    private async Task<JsonElement?> SendAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, Cancel);
        if (answer.IsSuccessStatusCode)
        {
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Interlocked.Increment(ref failures);
        return null;
    }

    private static async Task<HashSet<string>> ConsumeAsync(HttpClient client)
    {
        var received = new HashSet<string>();
        while (true)
        {
            using var pulled = await client.PostAsJsonAsync("/api/topics/orders/subscriptions/mail/pull", new { max = 100 }, Cancel);
            var found = (await pulled.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("messages").EnumerateArray().ToArray();
            if (found.Length == 0)
            {
                return received;
            }

            received.UnionWith(found.Select(message => message.GetProperty("data").GetString()!));
            var ackIds = found.Select(message => message.GetProperty("ackId").GetString()).ToArray();
            (await client.PostAsJsonAsync("/api/topics/orders/subscriptions/mail/ack", new { ackIds }, Cancel)).EnsureSuccessStatusCode();
        }
    }

    private static async Task ReachAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!condition())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private sealed class TempFolders : IDisposable
    {
        private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("serverless-");

        public string Data => Path.Combine(root.FullName, "data");

        public string Storage => root.CreateSubdirectory("storage").FullName;

        public void Dispose() => root.Delete(recursive: true);
    }
}
