using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>LocalHost by <see cref="HttpClient"/>, whose subscriptions are pushed to endpoints in this process.</summary>
public sealed class LocalHostPushBroker : IBroker
{
    private readonly LocalHostBroker app;
    private readonly EndpointServer endpoints;

    private LocalHostPushBroker(string name, LocalHostBroker app, EndpointServer endpoints) => (Name, this.app, this.endpoints) = (name, app, endpoints);

    public string Name { get; }

    public ContenderProcesses Processes => app.Processes;

    public LocalHostBroker App => app;

    public EndpointServer Endpoints => endpoints;

    public static async Task<LocalHostPushBroker> StartAsync(Workspace workspace, string name, int subscriptions)
    {
        var broker = new LocalHostPushBroker(name, await LocalHostBroker.StartAsync(workspace, subscribed: false), await EndpointServer.StartAsync());
        for (var i = 0; i < subscriptions; i++)
        {
            await broker.AddEndpointAsync(BenchMessages.NameOf(i), broker.endpoints.AddressOf(i));
        }

        return broker;
    }

    public Task AddEndpointAsync(string name, Uri endpoint) => app.AddSubscriptionAsync(name, new { delivery = new { mode = "push", endpoint } });

    public Task PublishAsync(IReadOnlyList<byte[]> messages) => app.PublishAsync(messages);

    public Task<IReceiver> SubscribeAsync(int subscription) => Task.FromResult<IReceiver>(new BufferedReceiver<ReadOnlyMemory<byte>>(
        endpoints.ArrivedAt(subscription), message => message, () => Task.CompletedTask, _ => ValueTask.CompletedTask, () => ValueTask.CompletedTask));

    public Task ClearAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await endpoints.DisposeAsync();
    }
}
