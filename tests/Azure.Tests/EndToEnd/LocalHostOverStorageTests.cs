using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.LocalHost.Hosting;

namespace Serverless.Azure.Tests.EndToEnd;

/// <summary>The whole application over HTTP, three instances on a Storage and a Cosmos DB account instead of LocalHost's own stores.</summary>
public sealed class LocalHostOverStorageTests(Azurite azurite) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("serverless-").FullName;
    private LocalCluster? cluster;
    private StandInServer? cosmos;

    private LocalCluster Cluster => cluster ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync()
    {
        cosmos = await StandInServer.StartAsync();
        cluster = await LocalCluster.StartAsync(
            "--port", "0", "--data", folder, "--instances", "3", "--Storage", azurite.ConnectionString, "--Cosmos", cosmos.ConnectionString);
    }

    [Fact]
    public async Task Publishes_on_one_instance_what_is_pulled_from_another_and_acknowledged_on_the_third()
    {
        using var first = Client(0);
        using var second = Client(1);
        using var third = Client(2);
        var topic = $"/api/topics/t-{Guid.NewGuid():N}";
        await AcceptedAsync(first.PutAsJsonAsync(topic, new { shards = 2 }, TestContext.Current.CancellationToken));
        await AcceptedAsync(first.PutAsJsonAsync($"{topic}/subscriptions/mail", new { delivery = new { mode = "pull" } }, TestContext.Current.CancellationToken));
        var sent = Enumerable.Range(0, 50).Select(i => new { data = $"{i}", orderingKey = $"k{i % 5}" });
        await AcceptedAsync(first.PostAsJsonAsync($"{topic}/publish", new { messages = sent }, TestContext.Current.CancellationToken));

        using var pulled = await second.PostAsJsonAsync($"{topic}/subscriptions/mail/pull", new { max = 100 }, TestContext.Current.CancellationToken);
        var messages = (await ReadAsync(pulled)).GetProperty("messages").EnumerateArray().ToArray();
        Assert.Equal(50, messages.Length);
        var ackIds = messages.Select(message => message.GetProperty("ackId").GetString());
        using var acknowledged = await third.PostAsJsonAsync($"{topic}/subscriptions/mail/ack", new { ackIds }, TestContext.Current.CancellationToken);
        Assert.All((await ReadAsync(acknowledged)).GetProperty("results").EnumerateArray(), result => Assert.Equal("acknowledged", result.GetProperty("status").GetString()));

        using var again = await first.PostAsJsonAsync($"{topic}/subscriptions/mail/pull", new { max = 100 }, TestContext.Current.CancellationToken);
        Assert.Empty((await ReadAsync(again)).GetProperty("messages").EnumerateArray());
    }

    [Fact]
    public async Task Follows_changes_and_deletes_on_one_instance_what_another_made()
    {
        using var first = Client(0);
        using var second = Client(1);
        using var third = Client(2);
        var created = await CreateAsync(first, "https://example.com/a?sig=%2Bx%2F");
        var key = created.GetProperty("key").GetString()!;

        using var followed = await second.GetAsync($"/{key}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MovedPermanently, followed.StatusCode);
        Assert.Equal("https://example.com/a?sig=%2Bx%2F", followed.Headers.NonValidated["Location"].ToString());

        using var changed = await third.PatchAsJsonAsync($"/api/links/{key}", new { redirect = 302 }, TestContext.Current.CancellationToken);
        using var shown = await first.GetAsync($"/api/links/{key}", TestContext.Current.CancellationToken);
        Assert.Equal(302, (await ReadAsync(shown)).GetProperty("redirect").GetInt32());

        using var deleted = await first.DeleteAsync($"/api/links/{key}", TestContext.Current.CancellationToken);
        using var again = await second.DeleteAsync($"/api/links/{key}", TestContext.Current.CancellationToken);
        using var gone = await second.GetAsync($"/api/links/{key}", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.Gone), (deleted.StatusCode, again.StatusCode, gone.StatusCode));
    }

    [Fact]
    public async Task Lists_an_owners_links_over_all_instances()
    {
        var owner = $"owner-{Guid.NewGuid():N}";
        using var admin = Client(0);
        using var made = await admin.PostAsJsonAsync("/api/keys", new { owner, scopes = new[] { "links" } }, TestContext.Current.CancellationToken);
        var key = (await ReadAsync(made)).GetProperty("key").GetString()!;
        using var clients = new Disposables(Enumerable.Range(0, 3).Select(instance => Client(instance, key)));
        var keys = new List<string>();
        for (var i = 0; i < 9; i++)
        {
            keys.Add((await CreateAsync(clients[i % 3], $"https://example.com/{i}")).GetProperty("key").GetString()!);
        }

        using var listed = await clients[1].GetAsync("/api/links", TestContext.Current.CancellationToken);
        var items = (await ReadAsync(listed)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()!);
        Assert.Equal(keys.Order(), items.Order());
    }

    [Fact]
    public async Task Is_ready_when_the_accounts_answer()
    {
        using var client = Client(0);
        using var ready = await client.GetAsync("/api/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        var dependencies = (await ReadAsync(ready)).GetProperty("dependencies").EnumerateArray().ToArray();
        foreach (var name in new[] { "storage", "cosmos" })
        {
            var found = dependencies.Single(dependency => dependency.GetProperty("name").GetString() == name);
            Assert.Equal("healthy", found.GetProperty("status").GetString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }

        if (cosmos is not null)
        {
            await cosmos.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, string url)
    {
        using var created = await client.PostAsJsonAsync("/api/links", new { url }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return await ReadAsync(created);
    }

    private static async Task AcceptedAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    private HttpClient Client(int instance, string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Cluster.Addresses[instance] };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key ?? Cluster.AdminKey!.Key);
        return client;
    }

    /// <summary>Clients that are disposed together.</summary>
    private sealed class Disposables(IEnumerable<HttpClient> clients) : IDisposable
    {
        private readonly HttpClient[] all = [.. clients];

        public HttpClient this[int index] => all[index];

        public void Dispose()
        {
            foreach (var client in all)
            {
                client.Dispose();
            }
        }
    }
}
