using System.Net.Http.Headers;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>LocalHost by <see cref="HttpClient"/>: pull subscriptions, long polls.</summary>
public sealed class LocalHostBroker : IBroker
{
    private const string TopicPath = $"/api/topics/{BenchMessages.Topic}";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly LocalHostServer app;
    private readonly HttpClient client;

    private LocalHostBroker(LocalHostServer app)
    {
        this.app = app;
        client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = BenchMessages.InFlight + 16 }) { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = app.Admin.DefaultRequestHeaders.Authorization;
    }

    public string Name => "Serverless, HttpClient";

    public LocalHostServer App => app;

    public ContenderProcesses Processes => new(app.Process);

    /// <summary>Starts LocalHost and makes the topic, with the subscriptions unless it is to have none yet.</summary>
    public static async Task<LocalHostBroker> StartAsync(Workspace workspace, bool subscribed = true)
    {
        var broker = new LocalHostBroker(await LocalHostServer.StartAsync(workspace.NewFolder("data")));
        await broker.PutAsync(TopicPath, new { });
        for (var i = 0; subscribed && i < BenchMessages.Subscriptions; i++)
        {
            await broker.AddSubscriptionAsync(BenchMessages.NameOf(i), new { delivery = new { mode = "pull" } });
        }

        return broker;
    }

    public Task AddSubscriptionAsync(string name, object settings) => PutAsync(PathOf(name), settings);

    public async Task PublishAsync(IReadOnlyList<byte[]> messages)
    {
        using var answer = await PostAsync($"{TopicPath}/publish", LocalHostJson.Publish(messages), CancellationToken.None);
    }

    public Task<IReceiver> SubscribeAsync(int subscription) => Task.FromResult<IReceiver>(new LocalHostReceiver(this, PathOf(BenchMessages.NameOf(subscription))));

    // Every message was acknowledged by everybody, or nobody asks for it.
    public Task ClearAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    public static string PathOf(string subscription) => $"{TopicPath}/subscriptions/{subscription}";

    /// <exception cref="BenchException">The answer is no success.</exception>
    public async Task<HttpResponseMessage> PostAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        return await CheckAsync(await client.PostAsync(path, content, cancellationToken));
    }

    private async Task PutAsync(string path, object body)
    {
        using var answer = await CheckAsync(await client.PutAsJsonAsync(path, body));
    }

    private static async Task<HttpResponseMessage> CheckAsync(HttpResponseMessage answer) => answer.IsSuccessStatusCode
        ? answer
        : throw new BenchException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
}
